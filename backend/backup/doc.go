// Package backup copies a workspace, checks copies and brings them back.
//
// There are two forms. A snapshot is one database file in the backup folder,
// made by the engine itself, checked before it gets its name, and kept for 7
// days, 4 weeks and 12 months. It carries a list of the attachments that belong
// to it; their content lies once for all snapshots in the folder "attachments"
// beside them, because attachments never change and twenty-three copies of every
// scan would fill the disk. An archive is a single .zip with database and
// attachments, to be carried away.
//
// Restoring always checks first and always goes into a new folder.
package backup
