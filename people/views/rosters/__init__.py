"""The pages of a roster import, from the upload to the undo."""
