"""SCORM packages: what a zip may hold, what its manifest says, and who may open its files. Nothing here writes."""
