"""The recording rules and the alerts, a module for each file of them."""
