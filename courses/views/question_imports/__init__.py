"""The pages of a file of questions, from the upload to the undo, and of an export."""
