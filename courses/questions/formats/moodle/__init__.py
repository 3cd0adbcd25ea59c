"""Moodle XML, as question banks of Moodle 2 to 5 export it."""
