// What was told again and did not change stays the same object, so that nobody draws it anew.

/** `made`, with every part of `had` in it that is the same: what did not change is the same object, and nobody draws it anew. */
export function kept<T>(had: unknown, made: T): T {
  if (!had || !made || typeof had !== "object" || typeof made !== "object" || Array.isArray(had) !== Array.isArray(made)) return made;
  const [old, found] = [had as Record<string, unknown>, made as Record<string, unknown>];
  let same = Object.keys(old).length === Object.keys(found).length;
  for (const key in found) {
    found[key] = kept(old[key], found[key]);
    same &&= found[key] === old[key];
  }
  return same ? (had as T) : made;
}
