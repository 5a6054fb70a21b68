package search

import (
	"strings"

	"keyue/backend/fault"
)

// spellMax bounds what one call spells.
const spellMax = 2000

// Spell gives what each character of each text sounds like, for short lists that
// the page searches itself: text → character → possible syllables without tones,
// ü written v; a character that is not Chinese has none.
func (s *Service) Spell(texts []string) (sounds [][][]string, err error) {
	defer fault.Recover(&err)
	return Spell(texts), nil
}

// Spell is the function behind [Service.Spell].
func Spell(texts []string) [][][]string {
	sounds := make([][][]string, min(len(texts), spellMax))
	for i := range sounds {
		readings := Readings(texts[i])
		sounds[i] = make([][]string, len(readings))
		for k, r := range readings {
			sounds[i][k] = []string{}
			seen := map[string]bool{}
			for _, syllable := range r.Syllables {
				if plain := strings.TrimRight(syllable, "12345"); !seen[plain] {
					seen[plain] = true
					sounds[i][k] = append(sounds[i][k], plain)
				}
			}
		}
	}
	return sounds
}
