// Package sample fills an empty workspace with a believable business, so that a
// newcomer can try everything before typing anything, and takes exactly that
// business away again as one step. It is the only place with invented data.
//
// The same seed gives the same business, counted back from the day it is made,
// so that screenshots and tests are stable.
package sample
