// Package backend is the map of the application's Go side. Arrows point one way,
// from a line to lines above it; arch_test.go holds the exact list and fails
// when an import goes elsewhere.
//
//	fault                     the one error type: code, parameters, fields
//	money date locale         amounts, calendar dates, the two languages
//	job files                 long work with progress; files in and out by token
//	charset                   the encoding of text files that people bring
//	odds                      how likely a deal is won, from those that were closed
//	store                     one SQLite workspace: transactions, history, undo, migrations
//	patch                     changes of single fields, checked against a record
//	search                    type-ahead and full text
//	region                    the divisions of China, found in addresses
//	typeset                   resolved document → frames; font, pdf and press below it
//	manuscript                documents others wrote (Word, Markdown, text, PDF) in one plain form
//	abstract                  what a contract that others wrote says: who, what, how much, when
//	history workspace backup  undo and trash; finding and opening workspaces; copies
//	attachment settings       files of records; own companies, custom fields, choices
//	staff                     who uses the workspace, who is working, who answers for what
//	customer                  customers and contacts
//	product                   the catalogue: products, packages, categories
//	relation                  how customers stand to each other
//	interaction               what was said to customers, and what is to be done next
//	group                     communities of customers, and what is handed from one to another
//	template                  the contracts' texts: notation, conditions, versions, starters
//	compare                   what differs in a file that came back
//	approval                  what the staff asks an owner to agree to
//	contract                  filling, numbering, issuing, printing
//	payment                   what should arrive for contracts, what did, what is overdue
//	opportunity               intentions to buy: pipelines, stages with criteria, lines
//	insight                   scores, stages by rule, health of the data: what the rest shows
//	forecast                  how likely opportunities are, what they come to by month, what has changed
//	lead                      names that might become customers, and the channels they come from
//	intake                    templates out of contracts that others wrote
//	exchange sample           tables in and out; a believable business to try things on
//	outreach                  where customers are, who is near whom, what is taken along on a visit
//	ocr                       the text of pictures, by the recogniser of the machine
//	shell                     dialogs, viewer, printers of the machine
//	host                      the doors: window, browser, command line
//	testkit                   workspaces for tests
//
// A domain package holds its model with its rules, package functions that take a
// transaction (for other domains), and one Service whose exported methods are
// exactly what the page may call.
package backend
