"""What is missing or wrong, why, and what to do: reports and a look around, explained."""
