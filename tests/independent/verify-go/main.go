// Command verify-go checks an export bundle with Go's standard library and golang.org/x/mod/sumdb (note, tlog) alone.
//
//	verify-go BUNDLE FINGERPRINT...        exit 0: verified and complete; 1: not, with the reason
//	verify-go -flip BUNDLE FINGERPRINT...  flips each byte of each file in memory; exit 1 if any flip is accepted
//
// It is written from docs/spec and shares no code with Watchline or verify.py. It knows whole bundles of epoch 1 only:
// what is not that, it refuses.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type failure string

func check(good bool, reason string, about ...any) {
	if !good {
		panic(failure(fmt.Sprintf(reason, about...)))
	}
}

func hash(parts ...[]byte) []byte {
	sum := sha256.Sum256(bytes.Join(parts, nil))
	return sum[:]
}

func tagged(use string, rest []byte) []byte {
	return append([]byte("watchline/"+use+"/v1\x00"), rest...)
}

func signed(key any, message []byte, signature any) bool {
	public := key.([]byte)
	return len(public) == 32 && ed25519.Verify(public, message, signature.([]byte))
}

var witness = regexp.MustCompile("^\u2014 ([^ ]+/witness/([0-9a-f]{64})) ")

// cosigner verifies the cosignature/v1 lines of one mirror or witness key; it is a note.Verifier.
type cosigner struct {
	name string
	key  []byte
}

func (c cosigner) Name() string { return c.name }
func (c cosigner) KeyHash() uint32 {
	return binary.BigEndian.Uint32(hash([]byte(c.name+"\n\x04"), c.key))
}
func (c cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	head := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(signature))
	return ed25519.Verify(c.key, append([]byte(head), text...), signature[8:])
}

type roster struct {
	root, hash []byte
	number     int64
	log        []byte
	mirror     []byte
}

type ownLog struct {
	leaves [][]byte
	stored []tlog.Hash
}

func (l *ownLog) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		check(index < int64(len(l.stored)), "a hash beyond the log")
		found[i] = l.stored[index]
	}
	return found, nil
}

func (l *ownLog) root(size int64) tlog.Hash {
	check(size > 0 && size <= int64(len(l.leaves)), "a size beyond the bundle: %d", size)
	root, err := tlog.TreeHash(size, l)
	check(err == nil, "tree: %v", err)
	return root
}

type bundle struct {
	files   map[string][]byte
	used    map[string]bool
	rosters map[string]roster
	codes   []string
	line    []byte
	logs    map[string]*ownLog
}

func (b *bundle) take(name string) []byte {
	data, here := b.files[name]
	check(here, "missing: %s", name)
	b.used[name] = true
	return data
}

// verify returns nil for a bundle that is verified and complete.
func verify(files map[string][]byte, fingerprints map[string]bool) (err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("%v", reason) // a failure, or a field that is absent or of another type
		}
	}()
	b := &bundle{files, map[string]bool{}, map[string]roster{}, nil, nil, map[string]*ownLog{}}
	charter, signatures, prefix := b.founding(fingerprints)
	for _, code := range b.codes {
		b.head(code, prefix)
	}
	for _, code := range b.codes {
		for index := range b.logs[code].leaves {
			b.entry(code, int64(index), charter, signatures, prefix)
		}
	}
	for name := range files {
		check(b.used[name], "no file of a bundle: %s", name)
	}
	return nil
}

// founding checks roster 1 of each party and the founding charter, each under the roots given.
func (b *bundle) founding(fingerprints map[string]bool) (document []byte, signatures []any, prefix string) {
	outer := decode(b.take("charters/1")).([]any)
	check(len(outer) == 2, "charter: not a document and its signatures")
	document, signatures = outer[0].([]byte), outer[1].([]any)
	charter := decode(document).(map[string]any)
	parties := charter["parties"].([]any)
	_, hasLine := charter["line"]
	check(charter["v"] == int64(1) && !hasLine && len(charter["nonce"].([]byte)) == 32, "not a founding charter")
	check(len(parties) >= 2 && len(parties) <= 12 && len(parties) == len(fingerprints) && len(signatures) == len(parties), "charter: parties")
	b.line = hash(tagged("charter", document))
	for i, each := range parties {
		party, signature := each.(map[string]any), signatures[i].([]any)
		code, root := party["code"].(string), party["root"].([]byte)
		check(regexp.MustCompile(`^[A-Z0-9]{2,8}$`).MatchString(code) && b.rosters[code].root == nil, "party code")
		number := new(big.Int).Mod(new(big.Int).SetBytes(hash(root)), new(big.Int).Exp(big.NewInt(10), big.NewInt(30), nil))
		check(fingerprints[fmt.Sprintf("%030s", number)], "the root of %s has the fingerprint %030s", code, number)
		check(len(signature) == 2 && signature[0] == code, "charter: signatures are not in party order")
		check(signed(root, tagged("charter", b.line), signature[1]), "charter: signature of %s", code)
		b.rosters[code] = b.roster(code, root)
		b.codes = append(b.codes, code)
		named := party["roster"].([]any)
		check(len(named) == 2 && named[0] == int64(1) && bytes.Equal(named[1].([]byte), b.rosters[code].hash), "charter: another roster of %s", code)
	}
	demo := ""
	if flag, is := charter["demo"]; is {
		check(flag == int64(1), "charter: demo")
		demo = "-demo"
	}
	return document, signatures, fmt.Sprintf("%x.watchline%s/", b.line, demo)
}

func (b *bundle) roster(code string, root []byte) roster {
	outer := decode(b.take("rosters/" + code + "-1")).([]any)
	check(len(outer) == 3, "roster: not a document and its signatures")
	document, possession := outer[0].([]byte), outer[2].([]any)
	fields := decode(document).(map[string]any)
	keySets := fields["key_sets"].([]any)
	_, hasPrev := fields["prev"]
	check(fields["v"] == int64(1) && fields["code"] == code && fields["number"] == int64(1) && !hasPrev, "roster of %s", code)
	check(bytes.Equal(fields["root"].([]byte), root) && signed(root, tagged("roster", document), outer[1]), "roster of %s: root", code)
	check(len(keySets) == 1, "roster of %s: more than one key set is not checked", code)
	keySet := keySets[0].(map[string]any)
	keys := [][]byte{keySet["log"].([]byte), keySet["mirror"].([]byte)}
	sort.Slice(keys, func(i, j int) bool { return bytes.Compare(keys[i], keys[j]) < 0 })
	check(len(possession) == 2 && !bytes.Equal(keys[0], keys[1]), "roster of %s: keys", code)
	for i, key := range keys {
		proof := possession[i].([]any)
		good := len(proof) == 2 && bytes.Equal(proof[0].([]byte), key) && signed(key, tagged("possession", document), proof[1])
		check(good && !bytes.Equal(key, root), "roster of %s: possession", code)
	}
	return roster{root, hash(tagged("roster", document)), 1, keySet["log"].([]byte), keySet["mirror"].([]byte)}
}

// head checks the checkpoint of a log with note.Open, then its leaves and tiles with tlog.
func (b *bundle) head(code, prefix string) {
	folder, origin := "logs/"+code+"-1/", prefix+code+"/1"
	vkey, err := note.NewEd25519VerifierKey(origin, b.rosters[code].log)
	check(err == nil, "%v", err)
	verifier, err := note.NewVerifier(vkey)
	check(err == nil, "%v", err)
	verifiers := []note.Verifier{verifier}
	for _, other := range b.codes {
		if other != code {
			verifiers = append(verifiers, cosigner{prefix + other + "/1/mirror", b.rosters[other].mirror})
		}
	}
	message := b.take(folder + "checkpoint")
	text, block, _ := strings.Cut(string(message), "\n\n")
	lines := strings.SplitAfter(block, "\n")
	for _, line := range lines { // a hash-only witness has its key in its name; it is counted among no parties
		if found := witness.FindStringSubmatch(line); found != nil && strings.HasPrefix(found[1], prefix+"witness/") {
			key, _ := hex.DecodeString(found[2])
			verifiers = append(verifiers, cosigner{found[1], key})
		}
	}
	check(len(lines) == len(verifiers)+1 && lines[len(lines)-1] == "", "%s: it needs the lines of its log and of each mirror", code)
	opened := map[string]bool{}
	for _, line := range lines[:len(lines)-1] { // one by one: note.Open passes over lines it does not know
		_, err := base64.StdEncoding.Strict().DecodeString(strings.TrimSuffix(line[strings.LastIndex(line, " ")+1:], "\n"))
		check(err == nil, "%s: a signature line: %v", code, err) // note.Open passes over bits that no byte needs
		one, err := note.Open([]byte(text+"\n\n"+line), note.VerifierList(verifiers...))
		check(err == nil && len(one.Sigs) == 1, "%s: a signature line: %v", code, err)
		opened[one.Sigs[0].Name] = true
	}
	check(len(opened) == len(verifiers), "%s: a cosignature is missing", code)
	part := strings.Split(text, "\n")
	var size int64
	_, err = fmt.Sscanf(part[1], "%d", &size)
	root, errRoot := base64.StdEncoding.Strict().DecodeString(part[2])
	check(err == nil && errRoot == nil && len(part) == 3 && part[0] == origin && fmt.Sprint(size) == part[1] && size > 0, "%s: checkpoint", code)
	log := &ownLog{}
	b.logs[code] = log
	for first := int64(0); first < size; first += 256 {
		entries := b.take(folder + tilePath(tlog.Tile{H: 8, L: -1, N: first / 256, W: width(size - first)}))
		for at := first; at < first+256 && at < size; at++ {
			check(len(entries) >= 2 && len(entries) >= 2+int(binary.BigEndian.Uint16(entries)), "%s: entries are cut off", code)
			length := int(binary.BigEndian.Uint16(entries))
			check(length <= 4096, "%s: a leaf above the limit", code)
			leaf := entries[2 : 2+length]
			entries = entries[2+length:]
			hashes, err := tlog.StoredHashesForRecordHash(at, tlog.RecordHash(leaf), log)
			check(err == nil, "%v", err)
			log.leaves, log.stored = append(log.leaves, leaf), append(log.stored, hashes...)
		}
		check(len(entries) == 0, "%s: bytes after the entries", code)
	}
	have := log.root(size)
	check(bytes.Equal(have[:], root), "%s: the entries do not have the root of the checkpoint", code)
	for _, tile := range tlog.NewTiles(8, 0, size) {
		if tile.W != width(size>>(8*tile.L)-256*tile.N) {
			continue // Debian's x/mod also lists the narrower tiles that came before
		}
		want, err := tlog.ReadTileData(tile, log)
		check(err == nil && bytes.Equal(b.take(folder+tilePath(tile)), want), "%s: tile %s", code, tile.Path())
	}
}

func width(left int64) int {
	if left > 256 {
		return 256
	}
	return int(left)
}

// tilePath is the path of C2SP tlog-tiles: that of x/mod without the height, and "entries" for its "data".
func tilePath(tile tlog.Tile) string {
	return strings.Replace(strings.Replace(tile.Path(), "tile/8/", "tile/", 1), "tile/data/", "tile/entries/", 1)
}

// entry checks one leaf and its body, and what it names in the logs.
func (b *bundle) entry(code string, index int64, charter []byte, signatures []any, prefix string) {
	where := fmt.Sprintf("entry %d of %s", index, code)
	leaf := decode(b.logs[code].leaves[index]).(map[string]any)
	placed := bytes.Equal(leaf["line"].([]byte), b.line) && leaf["author"] == code && leaf["epoch"] == int64(1) && leaf["index"] == index
	check(placed && leaf["v"] == int64(1) && bytes.Equal(leaf["charter"].([]byte), b.line), "%s: misplaced, or of another charter", where)
	list := decode(b.take(fmt.Sprintf("logs/%s-1/bodies/%s", code, strings.TrimPrefix(tilePath(tlog.Tile{H: 8, L: 0, N: index / 256, W: 256}), "tile/0/")))).([]any)
	check(len(list) == width(int64(len(b.logs[code].leaves))-index/256*256), "%s: bodies are missing", where)
	disclosed := list[index%256].([]any)
	check(len(disclosed) == 3 && disclosed[0] == index && len(disclosed[1].([]byte)) == 32, "%s: its body", where)
	body := disclosed[2].([]byte)
	commitment := hash(tagged("body", b.line), hash(b.rosters[code].root), disclosed[1].([]byte), body)
	check(len(body) <= 32768 && bytes.Equal(commitment, leaf["body_hash"].([]byte)), "%s: not the body that its leaf names", where)
	for _, each := range leaf["seen"].([]any) {
		head := each.([]any)
		root := b.logs[head[0].(string)].root(head[2].(int64))
		check(len(head) == 4 && head[1] == int64(1) && head[0] != code && bytes.Equal(head[3].([]byte), root[:]), "%s: seen", where)
	}
	for _, each := range leaf["refs"].([]any) {
		ref := each.([]any)
		named := tlog.RecordHash(b.logs[ref[0].(string)].leaves[ref[2].(int64)])
		check(len(ref) == 4 && ref[1] == int64(1) && bytes.Equal(ref[3].([]byte), named[:]), "%s: refs", where)
	}
	kind := leaf["kind"].(string)
	check(index > 1 || kind == []string{"epoch_open", "charter"}[index], "%s: an epoch does not open so", where)
	if len(body) == 0 {
		return
	}
	fields := decode(body).(map[string]any)
	switch kind {
	case "epoch_open":
		keySet, rosters := fields["key_set"].(map[string]any), fields["rosters"].([]any)
		check(index == 0 && bytes.Equal(keySet["log"].([]byte), b.rosters[code].log) && len(rosters) == len(b.codes), "%s: an epoch does not open so", where)
		for i, each := range rosters {
			named := each.([]any)
			check(named[0] == b.codes[i] && named[1] == int64(1) && bytes.Equal(named[2].([]byte), b.rosters[b.codes[i]].hash), "%s: rosters", where)
		}
	case "charter":
		check(bytes.Equal(fields["charter"].([]byte), charter) && fmt.Sprint(fields["signatures"]) == fmt.Sprint(signatures), "%s: another charter", where)
	case "receipt":
		other, found := fields["origin"].(string), strings.HasPrefix(fields["origin"].(string), prefix)
		other, epoch, _ := strings.Cut(strings.TrimPrefix(other, prefix), "/")
		check(found && epoch == "1" && fields["to"].(int64) <= int64(len(b.logs[other].leaves)), "%s: a receipt beyond the bundle", where)
	}
}

func load(folder string) (map[string][]byte, error) {
	files := map[string][]byte{}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if !entry.Type().IsRegular() {
			return fmt.Errorf("neither a file nor a folder: %s", path)
		}
		name, err := filepath.Rel(folder, path)
		if err == nil {
			files[filepath.ToSlash(name)], err = os.ReadFile(path)
		}
		return err
	})
	return files, err
}

// flip verifies the bundle once for each byte of each file, with one bit of it turned; it returns the flips accepted.
func flip(files map[string][]byte, fingerprints map[string]bool) (tried int, accepted []string) {
	var lock sync.Mutex
	var group sync.WaitGroup
	for name, data := range files {
		tried += len(data)
		group.Add(1)
		go func(name string, data []byte) {
			defer group.Done()
			own := map[string][]byte{}
			for other, bytes := range files {
				own[other] = bytes
			}
			changed := append([]byte(nil), data...)
			own[name] = changed
			for at := range data {
				changed[at] ^= 1 << (at % 8)
				if verify(own, fingerprints) == nil {
					lock.Lock()
					accepted = append(accepted, fmt.Sprintf("byte %d of %s", at, name))
					lock.Unlock()
				}
				changed[at] = data[at]
			}
		}(name, data)
	}
	group.Wait()
	return tried, accepted
}

func main() {
	arguments, flipping := os.Args[1:], false
	if len(arguments) > 0 && arguments[0] == "-flip" {
		arguments, flipping = arguments[1:], true
	}
	if len(arguments) < 2 {
		fmt.Fprintln(os.Stderr, "usage: verify-go [-flip] BUNDLE FINGERPRINT...")
		os.Exit(2)
	}
	fingerprints := map[string]bool{}
	for _, text := range arguments[1:] {
		fingerprints[strings.ReplaceAll(text, " ", "")] = true
	}
	files, err := load(arguments[0])
	if err == nil {
		err = verify(files, fingerprints)
	}
	if err != nil {
		fmt.Println("REJECTED or incomplete:", err)
		os.Exit(1)
	}
	fmt.Println("verified and complete")
	if flipping {
		start := time.Now()
		tried, accepted := flip(files, fingerprints)
		fmt.Printf("%d flips, %d accepted, %v %v\n", tried, len(accepted), time.Since(start).Round(time.Millisecond), accepted)
		if len(accepted) > 0 {
			os.Exit(1)
		}
	}
}
