package main

import (
	_ "github.com/glebarez/sqlite"
	_ "github.com/jung-kurt/gofpdf"
	_ "github.com/pressly/goose/v3"
	_ "github.com/xuri/excelize/v2"
	_ "github.com/nyaruka/phonenumbers"
	_ "github.com/wailsapp/wails/v2"
	_ "github.com/mozillazg/go-pinyin"
	_ "gorm.io/gorm"
)

func main() {}
