//go:build !linux

package search

import "time"

var began = time.Now()

func threadTime() time.Duration { return time.Since(began) }
