"""What a roster file says, and the verdict on each of its rows. Nothing here writes, and nothing asks the database."""
