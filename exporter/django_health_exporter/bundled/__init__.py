"""Rules and dashboards that the program carries, with the numbers and the job that people want."""
