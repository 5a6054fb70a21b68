// Package search finds records while a person types.
//
// Two indexes answer two questions. Index is the type-ahead over names, numbers, phones and e-mail addresses, by
// Chinese text, full pinyin, initials or a mixture; it lives in memory, is built in the background when a workspace
// opens and is changed after each commit. The full text of remarks and documents is in SQLite's FTS5 with word
// pieces made here (TextSource, SearchText), written in the transaction of the change or, for many records, after it.
//
// Everything is compared folded: full-width as half-width, capitals as small letters, traditional as simplified
// characters; spaces and punctuation inside names do not count.
package search
