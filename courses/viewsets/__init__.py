"""Lists of the trainers' desk."""
