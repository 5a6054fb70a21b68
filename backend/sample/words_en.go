package sample

// english is the same kind of shop for an owner who reads English.
var english = words{
	company: party{
		name: "Hengxin Building Supplies Ltd", person: "Daniel Shen", phone: "+86 571 8800 0166", email: "info@hengxin-supplies.example", address: "Unit 12, Block 3, 208 Shixiang Road, Hangzhou 310015",
		taxID: "91330105MA0000001X", bank: "Industrial and Commercial Bank of China, Hangzhou", account: "1202 0221 0990 0000 001",
	},
	signPlace: "Hangzhou",
	answers: map[string]any{"law": "the People’s Republic of China", "dispute": "arbitration", "seat": "Shanghai",
		"institution": "China International Economic and Trade Arbitration Commission (CIETAC)"},
	cities: []city{
		{"Zhejiang", "Hangzhou", "Yuhang", "West Wenyi Road"}, {"Zhejiang", "Ningbo", "Yinzhou", "South Tiantong Road"}, {"Shanghai", "Shanghai", "Songjiang", "New Songjiang Road"},
		{"Jiangsu", "Suzhou", "Wuzhong", "North Dongwu Road"}, {"Hong Kong", "Hong Kong", "Kwun Tong", "Hoi Yuen Road"}, {"Singapore", "Singapore", "Ubi", "Ubi Avenue 1"},
		{"Guangdong", "Shenzhen", "Nanshan", "Keyuan Road"}, {"Zhejiang", "Wenzhou", "Lucheng", "Station Avenue"},
	},
	stems:    []string{"Northgate", "Riverside", "Harbour", "Maple", "Kingsley", "Silver Oak", "Bluewater", "Summit", "Lakeview", "Pioneer", "Crestwood", "Evergreen", "Fairmont", "Golden Bay", "Highland", "Ironbridge", "Juniper", "Keystone", "Lotus", "Meridian", "Newton", "Orchard", "Pacific", "Quayside", "Redwood", "Stonegate", "Triton", "Union", "Vista", "Westlake", "Yarrow", "Zenith"},
	trades:   []string{" Interiors", " Construction", " Property Services", " Hotels", " Restaurants", " Academy", " Medical", " Foods", " Engineering", " Landscaping", " Developments", " Media", " Motors", " Textiles", " Homes"},
	industry: []string{"Fit-out", "Construction", "Property", "Hotels", "Catering", "Education", "Medical", "Food", "Manufacturing", "Landscaping", "Real estate", "Media", "Motor trade", "Textiles", "Home"},
	suffix:   " Ltd",
	families: []string{"Smith", "Jones", "Taylor", "Brown", "Williams", "Wilson", "Johnson", "Davies", "Robinson", "Wright", "Thompson", "Evans", "Walker", "White", "Roberts", "Green", "Hall", "Wood", "Clarke", "Tan", "Lim", "Wong", "Chan", "Lee", "Patel", "Khan", "Nguyen", "Kim", "Park", "Müller"},
	givens:   []string{"Grace", "Daniel", "Sarah", "James", "Emily", "Michael", "Olivia", "Thomas", "Hannah", "William", "Chloe", "David", "Megan", "Joseph", "Alice", "Peter", "Ruth", "Simon", "Laura", "Victor", "Irene", "Martin", "Wei", "Mei", "Jun", "Anita"},
	titles:   []string{"Buyer", "Project manager", "Managing director", "Accountant", "Site manager", "Shop manager", "Office manager"},
	tags:     []string{"regular", "referred", "project", "monthly account", "retail", "export"},
	channels: []string{"Referral", "Showroom", "Designer", "Web", "Trade fair", "Social media"},
	remarks: []string{
		"Often in a hurry: call to check stock before confirming.", "Send the invoice together with the delivery note.", "Ask about carrying charges before quoting.",
		"Pays a little late, but always pays.", "Prefers large format panels in warm tones.", "Wants to see a sample first.", "No deliveries after four in the afternoon.", "Stocks up in March and September.",
	},
	goods: []good{
		{"Glazed floor tile", "800 × 800 mm, warm grey", "pc", 6800, 120, 600}, {"Sintered stone panel", "900 × 1800 × 9 mm", "pc", 32800, 20, 120}, {"Plasterboard", "1200 × 2400 × 9.5 mm", "sheet", 2650, 80, 500},
		{"Steel stud", "75 series, 3 m", "pc", 1380, 200, 900}, {"Interior emulsion", "low odour, 18 l", "pail", 42800, 6, 40}, {"Engineered oak flooring", "1210 × 165 × 15 mm", "m²", 23900, 40, 260},
		{"Thermal-break window", "70 series, triple glazed", "m²", 68000, 8, 60}, {"Fire door", "class A, 1000 × 2100 mm", "set", 128000, 2, 16}, {"PPR water pipe", "DN25, 4 m", "pc", 3260, 60, 300},
		{"Flame-retardant cable", "2.5 mm², 100 m", "roll", 21500, 10, 80}, {"Tile adhesive", "C2, 20 kg", "bag", 3900, 50, 400}, {"Waterproof coating", "17 kg", "pail", 25800, 6, 40},
	},
	extras: []good{{"Delivery", "within the city, unloading included", "trip", 35000, 1, 4}, {"Carrying upstairs", "per floor and tonne", "time", 12000, 1, 6}},
	services: []good{
		{"Façade cleaning", "work at height, materials included", "m²", 850, 400, 2400}, {"Air-conditioning service", "twice a year, filters included", "unit", 28000, 4, 30}, {"Fire safety maintenance", "monthly inspection", "month", 260000, 6, 12},
	},
	serviceNames: []string{"façade cleaning", "air-conditioning maintenance", "fire safety maintenance"},
	serviceScope: "The Provider shall send qualified staff at the agreed intervals to inspect, clean and replace wearing parts, shall keep a record of each visit, and shall report any hazard to the Client at once with a recommendation.",
	talks: []talk{
		{"call", "out", "reached", "Asked how the show flat is going. Tiling starts next Wednesday; the tiles must be on site the day before."},
		{"email", "in", "considering", "Sent the floor plan and asked us to work out quantities. They are comparing prices."},
		{"visit", "out", "agreed", "Measured on site. Warm grey it is, with five per cent for waste."},
		{"call", "in", "reached", "Asked when the delivery comes. Agreed on Friday at ten; someone will be there to receive it."},
		{"call", "out", "no_answer", "Rang twice, nobody answered. Left a message."},
		{"email", "out", "considering", "Sent the quotation. They find it high and want delivery included."},
		{"meeting", "out", "agreed", "Went through the list with the project manager and the buyer. Fire doors change to grade A, the rest stays."},
		{"call", "in", "complaint", "Three tiles arrived with chipped corners. Promised replacements with the next load."},
		{"email", "in", "reached", "Asked for a tax invoice and sent the details."},
		{"call", "out", "refused", "This order went to someone else. There will be another phase later in the year; quote again then."},
	},
	steps:        []string{"Send the quotation", "Take samples to the site", "Confirm the delivery time", "Ask for the signed contract", "Call and ask how it went", "Reconcile the account", "Measure on site", "Replace the chipped tiles"},
	premises:     "Floors 1 and 2, Block 6, 208 Shixiang Road, Hangzhou",
	projectNames: []string{"show flat refurbishment", "phase two public areas", "shop refit", "staff housing", "lobby renewal"},
}
