//! Words that need a small book.
