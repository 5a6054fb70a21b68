package manuscript

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"

	"keyue/backend/fault"
)

// pdfCipher opens the strings and streams of a PDF that was saved with
// permissions but without a password to read it (ISO 32000-1, 7.6).
type pdfCipher struct {
	key    []byte
	aes    bool // AES-128 or AES-256 for streams and strings
	direct bool // the key is used as it is (AES-256)
	none   bool // Identity
}

var passwordPad = []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")

// unlock derives the key from the empty password; a file that needs another is
// refused.
func (f *pdfFile) unlock() error {
	if f.get(f.trailer["Encrypt"]) == nil {
		return nil
	}
	e := f.dict(f.trailer["Encrypt"])
	str := func(v any) []byte { s, _ := f.get(v).(pdfString); return []byte(s) }
	v, r, length := int(f.num(e["V"])), int(f.num(e["R"])), int(f.num(e["Length"]))
	c := &pdfCipher{}
	refused := fault.New(Encrypted, nil)
	if e == nil || f.name(e["Filter"]) != "Standard" {
		return refused
	}
	switch v {
	case 1:
		length = 40
	case 2:
		if length == 0 {
			length = 40
		}
	case 4, 5:
		method := f.name(f.dict(f.dict(e["CF"])[f.name(e["StmF"])])["CFM"])
		length = 128
		switch {
		case f.name(e["StmF"]) == "Identity" || f.name(e["StmF"]) == "":
			c.none = true
		case method == "AESV2", method == "AESV3":
			c.aes, c.direct = true, method == "AESV3"
		case method != "V2":
			return refused
		}
	default:
		return refused
	}
	ok := false
	if v == 5 {
		ok = c.deriveLong(str(e["U"]), str(e["UE"]), r)
	} else {
		ok = f.derive(c, e, r, length/8)
	}
	if !ok {
		return refused
	}
	f.cipher = c
	f.openStrings()
	return nil
}

// deriveLong opens the key of AES-256 (ISO 32000-2, 7.6.4.3.3).
func (c *pdfCipher) deriveLong(u, ue []byte, r int) bool {
	if len(u) < 48 || len(ue) < 32 || !bytes.Equal(hashed(nil, u[32:40], r), u[:32]) {
		return false
	}
	block, err := aes.NewCipher(hashed(nil, u[40:48], r))
	if err != nil {
		return false
	}
	c.key = make([]byte, 32)
	cipher.NewCBCDecrypter(block, make([]byte, 16)).CryptBlocks(c.key, ue[:32])
	return true
}

// derive computes a key of n bytes from the empty password (7.6.3.3).
func (f *pdfFile) derive(c *pdfCipher, e pdfDict, r, n int) bool {
	str := func(v any) []byte { s, _ := f.get(v).(pdfString); return []byte(s) }
	o, u := str(e["O"]), str(e["U"])
	if n < 5 || n > 16 || len(o) < 32 || len(u) < 16 {
		return false
	}
	h := md5.New()
	h.Write(passwordPad)
	h.Write(o[:32])
	p := uint32(int64(f.num(e["P"])))
	h.Write([]byte{byte(p), byte(p >> 8), byte(p >> 16), byte(p >> 24)})
	var id []byte
	if ids := f.array(f.trailer["ID"]); len(ids) > 0 {
		id = str(ids[0])
	}
	h.Write(id)
	if meta, ok := f.get(e["EncryptMetadata"]).(bool); ok && !meta && r >= 4 {
		h.Write([]byte{255, 255, 255, 255})
	}
	key := h.Sum(nil)
	if r >= 3 {
		for range 50 {
			sum := md5.Sum(key[:n])
			key = sum[:]
		}
	}
	c.key = key[:n]
	return c.fits(u, id, r)
}

// fits tells whether the key is the one of the user's entry (7.6.3.4).
func (c *pdfCipher) fits(u, id []byte, r int) bool {
	if r == 2 {
		out := make([]byte, 32)
		rc(c.key, out, passwordPad)
		return bytes.Equal(out, u[:min(32, len(u))])
	}
	sum := md5.Sum(append(append([]byte(nil), passwordPad...), id...))
	out := sum[:]
	for i := range 20 {
		k := make([]byte, len(c.key))
		for j := range k {
			k[j] = c.key[j] ^ byte(i)
		}
		rc(k, out, out)
	}
	return bytes.Equal(out, u[:16])
}

func rc(key, dst, src []byte) {
	if c, err := rc4.NewCipher(key); err == nil {
		c.XORKeyStream(dst, src)
	}
}

// hashed is the hash of revisions 5 and 6 (ISO 32000-2, 7.6.4.3.4) of a user's
// password.
func hashed(password, salt []byte, r int) []byte {
	sum := sha256.Sum256(append(append([]byte(nil), password...), salt...))
	k := sum[:]
	if r < 6 {
		return k
	}
	for i := 0; ; i++ {
		k1 := bytes.Repeat(append(append([]byte(nil), password...), k...), 64)
		block, err := aes.NewCipher(k[:16])
		if err != nil {
			return k
		}
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(k1, k1)
		mod := 0
		for _, b := range k1[:16] {
			mod += int(b)
		}
		switch mod % 3 {
		case 0:
			s := sha256.Sum256(k1)
			k = s[:]
		case 1:
			s := sha512.Sum384(k1)
			k = s[:]
		default:
			s := sha512.Sum512(k1)
			k = s[:]
		}
		// Rounds count from 0, and the first that may be the last is looked at as number 64.
		if rounds := i + 1; rounds >= 64 && int(k1[len(k1)-1]) <= rounds-32 {
			return k[:32]
		}
	}
}

// decrypt opens the bytes of an object.
func (c *pdfCipher) decrypt(data []byte, num, gen int) []byte {
	if c.none {
		return data
	}
	key := c.key
	if !c.direct {
		h := md5.New()
		h.Write(key)
		h.Write([]byte{byte(num), byte(num >> 8), byte(num >> 16), byte(gen), byte(gen >> 8)})
		if c.aes {
			h.Write([]byte("sAlT"))
		}
		key = h.Sum(nil)[:min(16, len(c.key)+5)]
	}
	if !c.aes {
		out := make([]byte, len(data))
		rc(key, out, data)
		return out
	}
	block, err := aes.NewCipher(key)
	if err != nil || len(data) < 32 {
		return nil
	}
	body := data[16 : len(data)-len(data)%16]
	out := make([]byte, len(body))
	cipher.NewCBCDecrypter(block, data[:16]).CryptBlocks(out, body)
	if n := int(out[len(out)-1]); n >= 1 && n <= 16 {
		out = out[:len(out)-n]
	}
	return out
}

// openStrings marks what is not encrypted and opens the strings that are read
// later: those of form fields and notes.
func (f *pdfFile) openStrings() {
	encrypt := -1
	if r, ok := f.trailer["Encrypt"].(pdfRef); ok {
		encrypt = r.num
	}
	for num, v := range f.objects {
		if num == encrypt {
			continue
		}
		gen := 0
		if s, ok := v.(*pdfStream); ok {
			gen = s.gen
			s.plain = s.pdfDict["Type"] == pdfName("XRef")
		}
		f.objects[num] = f.opened(v, num, gen, 0)
	}
}

func (f *pdfFile) opened(v any, num, gen, depth int) any {
	if depth > pdfDepth {
		return v
	}
	switch t := v.(type) {
	case pdfString:
		return pdfString(f.cipher.decrypt([]byte(t), num, gen))
	case pdfArray:
		for i := range t {
			t[i] = f.opened(t[i], num, gen, depth+1)
		}
	case pdfDict:
		for k := range t {
			t[k] = f.opened(t[k], num, gen, depth+1)
		}
	case *pdfStream:
		f.opened(t.pdfDict, num, gen, depth+1)
	}
	return v
}
