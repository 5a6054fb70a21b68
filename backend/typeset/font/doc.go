// Package font reads TrueType outlines for setting and printing contracts: the
// faces bundled with the program, and a font file a person adds for characters
// those lack.
//
// A face is parsed once per process. Its character map becomes an array;
// everything else (advances, outlines) is read in place from the file's bytes,
// which are never copied and never written to. Faces and sets may be read by
// any number of goroutines.
//
// Only glyf outlines are used. CFF outlines are refused with a sentence, as
// the PDF writer embeds TrueType only; of a collection (.ttc) the first face is
// taken.
package font
