//! Actor dictionaries, the matcher and the document pass: clean text to mentions
