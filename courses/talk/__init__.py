"""Talk among learners and trainers: what must not be posted, and what waits too long. Pure."""
