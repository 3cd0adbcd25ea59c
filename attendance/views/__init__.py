"""Pages of learners and trainers about time and hours."""
