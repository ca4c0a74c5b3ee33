"""Reasons that several marks have."""

BEFORE = "it compares with hours or days before"
MACHINE = "it depends on the machine that the tests run on"
LITTLE = "nobody uses it much"
ANSWERS = "all that are found here do answer"
FITS = "all that is wrong may fit"
