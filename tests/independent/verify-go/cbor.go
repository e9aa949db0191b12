package main

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"
)

// item reads one deterministic CBOR value (docs/spec/encoding.md) and returns it with the bytes that follow.
// Values: int64, []byte, string, []any, map[string]any (no format of a bundle has a number as a map key).
func item(data []byte, depth int) (any, []byte) {
	check(len(data) > 0 && depth <= 16, "CBOR that is cut off or too deep")
	major, number := data[0]>>5, uint64(data[0]&31)
	data = data[1:]
	if number >= 24 {
		check(number < 28 && len(data) >= 1<<(number-24), "CBOR that is cut off or indefinite")
		width := 1 << (number - 24)
		wide := append(make([]byte, 8-width), data[:width]...)
		number, data = binary.BigEndian.Uint64(wide), data[width:]
		smallest := map[int]uint64{1: 24, 2: 1 << 8, 4: 1 << 16, 8: 1 << 32}[width]
		check(number >= smallest, "a CBOR head that is not the shortest")
	}
	switch major {
	case 0, 1:
		check(number < 1<<63, "an integer beyond 64 bits")
		if major == 1 {
			return -1 - int64(number), data
		}
		return int64(number), data
	case 2, 3:
		check(number <= uint64(len(data)), "CBOR that is cut off")
		raw := data[:number]
		if major == 2 {
			return raw, data[number:]
		}
		check(utf8.Valid(raw), "text that is not UTF-8")
		return string(raw), data[number:]
	case 4:
		list := []any{}
		for ; number > 0; number-- {
			var value any
			value, data = item(data, depth+1)
			list = append(list, value)
		}
		return list, data
	case 5:
		fields, last := map[string]any{}, []byte(nil)
		for ; number > 0; number-- {
			start := data
			var key, value any
			key, data = item(data, depth+1)
			raw := start[:len(start)-len(data)]
			check(bytes.Compare(last, raw) < 0 && raw[0] > 0x60 && raw[0] < 0x78, "CBOR map keys out of order or not allowed")
			value, data = item(data, depth+1)
			fields[key.(string)], last = value, raw
		}
		return fields, data
	}
	panic(failure("a CBOR type that is not allowed"))
}

// decode returns the one value that the bytes are.
func decode(data []byte) any {
	value, rest := item(data, 0)
	check(len(rest) == 0, "bytes after a CBOR value")
	return value
}
