// The stream of events, one for all tabs of this browser: HTTP/1.1 gives an origin six connections, and the seventh tab would wait for ever.
// One tab holds the lock, follows the node and hands on what it hears; when it goes, another takes its place at the number that it knows.

import { line, ofLine } from "./api";
import { language } from "./words";

export interface Heard { name: string; id: string; data: string }

const NAMES = ["alarms", "status", "lines", "changes", "resync", "beat", "trouble"] as const;
const LOCK = "watchline.stream";
/** Tabs that look at the same line in the same language share a stream. */
let channel = new BroadcastChannel(LOCK);

/**
 * Follow the node. `last` is the number of the last event that is known; `lost` is called when the node answered that it will not be followed.
 * With `steal` this tab follows by itself whoever did before: it heard nothing for too long. Returns what ends it.
 */
export function stream(last: () => string, take: (heard: Heard) => void, lost: () => void, steal: boolean): () => void {
  const { tag } = language.value;
  const lock = LOCK + line.value + tag;
  if (channel.name !== lock) {
    channel.close();
    channel = new BroadcastChannel(lock);
  }
  let source: EventSource | null = null;
  const newest = new Map<string, Heard>();
  let release: () => void = () => undefined;
  let ended = false;
  const waits = new AbortController();

  const told = ({ data }: MessageEvent<Heard>): void => {
    if (data.name === "hello") {
      if (source) for (const heard of newest.values()) channel.postMessage(heard);
    } else if (data.name === "lost") lost();
    else if (!source) take(data);
  };
  const open = (): void => {
    const made = new EventSource(`${ofLine("/api/v1/events")}?said_in=${tag}&last=${last()}`);
    source = made;
    for (const name of NAMES)
      made.addEventListener(name, (event) => {
        const heard = { name, id: event.lastEventId, data: event.data as string };
        if (name === "status" || name === "lines") newest.set(name, heard);
        take(heard);
        channel.postMessage(heard);
      });
    made.onerror = () => {
      // A browser comes back by itself while the connection is lost; not after an answer such as 401 or 503.
      if (made.readyState !== EventSource.CLOSED || source !== made) return;
      channel.postMessage({ name: "lost", id: "", data: "" });
      lost();
    };
  };
  const close = (): void => {
    source?.close();
    source = null;
  };
  const wait = async (options: LockOptions): Promise<void> => {
    try {
      await navigator.locks.request(lock, options, () => {
        if (ended) return undefined;
        open();
        return new Promise<void>((done) => (release = done));
      });
    } catch {
      close(); // ended while it waited, or another tab took it over
    }
    if (!ended && !source) void wait({ signal: waits.signal });
  };

  channel.addEventListener("message", told);
  channel.postMessage({ name: "hello", id: "", data: "" });
  void wait(steal ? { steal: true } : { signal: waits.signal });
  return () => {
    ended = true;
    channel.removeEventListener("message", told);
    waits.abort();
    close();
    release();
  };
}
