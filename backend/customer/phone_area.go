package customer

import "strings"

// Area codes of the mainland, by the length of the numbers behind them. // Source: the numbering plan in the phonenumbers library; a test compares both,
// so that an update of the library shows what has changed.
const (
	areasOfEight = " 10 20 21 22 23 24 25 27 28 29 " +
		"311 371 377 379 411 431 432 433 435 451 510 511 512 513 514 515 516 517 518 519 523 527 531 532 " +
		"551 571 573 574 575 576 577 579 591 595 731 754 755 757 760 769 791 851 871 898 "
	areasOfSeven = " " +
		"310 312 313 314 315 316 317 318 319 335 349 350 351 352 353 354 355 356 357 358 359 370 372 373 " +
		"374 375 376 378 391 392 393 394 395 396 398 410 412 413 414 415 416 417 418 419 421 427 429 433 " +
		"434 435 436 437 438 439 452 453 454 455 456 457 458 459 464 467 468 469 470 471 472 473 474 475 " +
		"476 477 478 479 482 483 530 533 534 535 536 537 538 539 543 546 550 552 553 554 555 556 557 558 " +
		"559 561 562 563 564 566 570 572 578 580 592 593 594 596 597 598 599 631 632 633 634 635 660 662 " +
		"663 668 691 692 701 710 711 712 713 714 715 716 717 718 719 722 724 728 730 734 735 736 737 738 " +
		"739 743 744 745 746 750 751 752 753 754 756 758 759 762 763 766 768 770 771 772 773 774 775 776 " +
		"777 778 779 790 792 793 794 795 796 797 798 799 812 813 816 817 818 825 826 827 830 831 832 833 " +
		"834 835 836 837 838 839 851 852 853 854 855 856 857 858 859 870 872 873 874 875 876 877 878 879 " +
		"883 886 887 888 891 892 893 894 895 896 897 901 902 903 906 908 909 911 912 913 914 915 916 917 " +
		"919 930 931 932 933 934 935 936 937 938 939 941 943 951 952 953 954 955 970 971 972 973 974 975 " +
		"976 977 978 979 990 991 992 993 994 995 996 997 998 999 "
)

// homeLine reads a landline of the mainland, digits only with 0 or +86 in
// front, without asking the library, which takes a hundred times as long: lists
// of customers are full of them.
func homeLine(s string) (Phone, bool) {
	national, ok := strings.CutPrefix(s, "0")
	if !ok {
		if national, ok = strings.CutPrefix(s, "+86"); !ok {
			return Phone{}, false
		}
	}
	cut := 3
	if strings.HasPrefix(national, "10") || strings.HasPrefix(national, "2") {
		cut = 2
	}
	areas := areasOfEight
	if len(national)-cut == 7 {
		areas = areasOfSeven
	} else if len(national)-cut != 8 {
		return Phone{}, false
	}
	area, local := national[:cut], national[cut:]
	if local[0] < '2' || local[0] > '8' || strings.HasPrefix(local, "800") || !strings.Contains(areas, " "+area+" ") {
		return Phone{}, false
	}
	last := len(local) - 4
	return Phone{Number: "+86" + national, Display: "0" + area + " " + local[:last] + " " + local[last:], Type: PhoneFixed}, true
}
