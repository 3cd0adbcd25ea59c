"""Files of questions: what they say, as drafts, and drafts as files. Pure; total on whatever bytes come in."""
