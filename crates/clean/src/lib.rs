//! What in an article is not its story, its language, and which articles are the same wire copy
