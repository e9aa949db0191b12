/* The inner loop of the search, compiled: which stored volumes come too near to one, of very many.
 *
 * It decides what judging.py decides, by the same rules in the same order, and leaves to Python what is too close to tell. It is no
 * second definition of a conflict: kernel.py says what must agree, tests hold both against each other.
 *
 * Repeatable: only + - * / and sqrt on doubles, one rounding each (-ffp-contract=off, no fast-math, no x87; kernel_sound() looks).
 * Safe: nothing is read beyond the sizes that the caller gives, whatever the records hold; a record that is not whole is WRONG.
 * It calls nothing but malloc, free and memcpy, keeps nothing between calls, and knows no Python.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

enum { VERSION = 1, FAN = 16, SIDES = 10, HEAD = 14, LEVELS_MAX = 16, POINTS_MAX = 1 << 20, LINE = 64 };
enum { CONFLICT = 0, NEAR = 1, PROXIMITY = 2, CLEAR = 3, UNTOLD = -1 };
enum { WRONG = -1, NO_MEMORY = -2 };

#define RADIUS_MIN 6335439.0
#define RADIUS_MAX 6399594.0
#define STEP_M 10000.0
#define DOUBT_M 0.05
#define COSINE_MIN 0.7071
#define GRAIN 256.0 /* a metre holds so many units of a stored point */
#define GAP INT32_MIN

#ifndef SOURCE
#define SOURCE "not known"
#endif

/* What this was compiled from: tools/kernel_build.py looks for it in the file. */
EXPORT const char kernel_source[] = "watchline-kernel-source:" SOURCE;

/* -- records ------------------------------------------------------------------------------------------------------------------ */

/* One stored volume, in 32-bit words: start, end (two each), six heights, reach (a double), polygon, number of points, the points. */
typedef struct {
    int64_t start, end;
    int32_t heights[6];
    double reach;
    int32_t polygon, count;
    const int32_t *points;
} Record;

static int read_record(const int32_t *words, int64_t size, int64_t at, Record *found) {
    if (at < 0 || size < HEAD || at > size - HEAD) return 0;
    const int32_t *head = words + at;
    memcpy(&found->start, head, 8);
    memcpy(&found->end, head + 2, 8);
    memcpy(found->heights, head + 4, 24);
    memcpy(&found->reach, head + 10, 8);
    found->polygon = head[12];
    found->count = head[13];
    found->points = head + HEAD;
    if (found->count < 2 || found->count > POINTS_MAX) return 0;
    if (!(found->reach >= 0.0 && found->reach < 1e9)) return 0;
    return (int64_t)found->count * 3 <= size - HEAD - at;
}

/* -- pieces: the chords of a skeleton ------------------------------------------------------------------------------------------ */

typedef struct {
    double start[3], end[3], middle[3], half;
} Piece;

typedef struct {
    Piece *all;
    int32_t count, room;
} Pieces;

static double dot(const double *a, const double *b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

static void take(const int32_t *point, double *to) {
    for (int axis = 0; axis < 3; axis++) to[axis] = point[axis] / GRAIN;
}

static int cut(const Record *record, Pieces *made) {
    if (made->room < record->count) {
        free(made->all);
        made->room = record->count < 64 ? 64 : record->count;
        made->all = malloc((size_t)made->room * sizeof(Piece));
        if (!made->all) {
            made->room = 0;
            return 0;
        }
    }
    made->count = 0;
    for (int32_t n = 0; n + 1 < record->count; n++) {
        const int32_t *point = record->points + 3 * (int64_t)n;
        if (point[0] == GAP || point[3] == GAP) continue;
        Piece *piece = made->all + made->count++;
        take(point, piece->start);
        take(point + 3, piece->end);
        double way[3];
        for (int axis = 0; axis < 3; axis++) {
            piece->middle[axis] = (piece->start[axis] + piece->end[axis]) / 2.0;
            way[axis] = piece->end[axis] - piece->start[axis];
        }
        piece->half = sqrt(dot(way, way)) / 2.0;
    }
    return 1;
}

static double unit(double share) { return share < 0.0 ? 0.0 : share > 1.0 ? 1.0 : share; }

/* The straight distance of two segments: nearest.between, the least of five true distances. */
static double between(const Piece *a, const Piece *b) {
    double p[3], q[3], r[3];
    for (int axis = 0; axis < 3; axis++) {
        p[axis] = a->end[axis] - a->start[axis];
        q[axis] = b->end[axis] - b->start[axis];
        r[axis] = a->start[axis] - b->start[axis];
    }
    double pp = dot(p, p), qq = dot(q, q), pq = dot(p, q), pr = dot(p, r), qr = dot(q, r);
    double pp1 = pp > 0.0 ? pp : 1.0, qq1 = qq > 0.0 ? qq : 1.0;
    double area = pp * qq - pq * pq;
    double s = unit((pq * qr - pr * qq) / (area > 0.0 ? area : 1.0));
    double t = unit((pq * s + qr) / qq1);
    double at[5][2] = {
        {unit((pq * t - pr) / pp1), t}, {0.0, unit(qr / qq1)}, {1.0, unit((pq + qr) / qq1)},
        {unit(-pr / pp1), 0.0},         {unit((pq - pr) / pp1), 1.0},
    };
    double best = INFINITY;
    for (int n = 0; n < 5; n++) {
        double gap[3];
        for (int axis = 0; axis < 3; axis++) gap[axis] = r[axis] + p[axis] * at[n][0] - q[axis] * at[n][1];
        double square = dot(gap, gap);
        if (square < best) best = square;
    }
    return sqrt(best);
}

/* -- the verdict of one pair ---------------------------------------------------------------------------------------------------- */

static double chord(double metres, double radius) {
    double x = (metres / radius) * (metres / radius);
    return metres * (1.0 - x / 24.0 * (1.0 - x / 80.0 * (1.0 - x / 168.0)));
}

/* Straight distances up to which two chords surely are within a distance, and beyond which they surely are not: judging._bounds. */
static void bounds(double metres, double *surely, double *perhaps) {
    *surely = *perhaps = -1.0;
    if (metres < 0.0) return;
    double sagitta = STEP_M * STEP_M / (8.0 * RADIUS_MIN), share = metres / 1000000.0;
    double aside = 4.0 * (sagitta * sagitta) / (metres > 1e-3 ? metres : 1e-3);
    if (aside > 2.0 * sagitta) aside = 2.0 * sagitta;
    double slack = aside + 2.0 * metres * sagitta / RADIUS_MIN;
    double doubt = slack + 3e-4 * (share * share * share * share * share) + DOUBT_M;
    *surely = chord(metres, RADIUS_MIN) - doubt;
    *perhaps = chord(metres, RADIUS_MAX) + doubt;
}

/* The least straight distance of two skeletons; any that is at most `enough` will do, and infinity stands for more than `most`. */
static double straight(const Pieces *ours, const Pieces *theirs, double enough, double most) {
    double wanted = enough > 0.0 ? enough * enough : enough == 0.0 ? 0.0 : -1.0, least = INFINITY;
    for (int32_t i = 0; i < ours->count; i++) {
        const Piece *a = ours->all + i;
        for (int32_t j = 0; j < theirs->count; j++) {
            const Piece *b = theirs->all + j;
            double way[3] = {a->middle[0] - b->middle[0], a->middle[1] - b->middle[1], a->middle[2] - b->middle[2]};
            double square = dot(way, way), reach = most + a->half + b->half;
            if (square <= wanted) return enough;
            if (square > reach * reach) continue;
            double found = between(a, b);
            if (found < least) least = found;
            if (least <= enough) return enough;
        }
    }
    return least;
}

/* Whether a point is inside a polygon: ring.plane_of and Plane.hold. 1, 0, or UNTOLD where no plane can say. */
static int holds(const Record *polygon, const double *point) {
    double low[3] = {INFINITY, INFINITY, INFINITY}, high[3] = {-INFINITY, -INFINITY, -INFINITY}, at[3];
    for (int32_t n = 0; n < polygon->count; n++) {
        const int32_t *from = polygon->points + 3 * (int64_t)n;
        if (from[0] == GAP) continue;
        take(from, at);
        for (int axis = 0; axis < 3; axis++) {
            if (at[axis] < low[axis]) low[axis] = at[axis];
            if (at[axis] > high[axis]) high[axis] = at[axis];
        }
    }
    double diagonal[3] = {high[0] - low[0], high[1] - low[1], high[2] - low[2]};
    double grown = dot(diagonal, diagonal) / (6.0 * RADIUS_MIN) + 3.0;
    for (int axis = 0; axis < 3; axis++)
        if (!(point[axis] >= low[axis] - grown && point[axis] <= high[axis] + grown)) return 0;
    double axes[3][3], helper[3] = {0.0, 0.0, 1.0}, middle[3];
    for (int axis = 0; axis < 3; axis++) middle[axis] = (low[axis] + high[axis]) / 2.0;
    double size = sqrt(dot(middle, middle));
    if (!(size >= 1000000.0)) return UNTOLD;
    for (int axis = 0; axis < 3; axis++) axes[0][axis] = middle[axis] / size;
    if (!(fabs(axes[0][2]) < 0.9)) helper[0] = 1.0, helper[2] = 0.0;
    const double *one = helper, *other = axes[0];
    for (int across = 1; across < 3; across++) {
        axes[across][0] = one[1] * other[2] - one[2] * other[1];
        axes[across][1] = one[2] * other[0] - one[0] * other[2];
        axes[across][2] = one[0] * other[1] - one[1] * other[0];
        if (across == 1) {
            double length = sqrt(dot(axes[1], axes[1]));
            for (int axis = 0; axis < 3; axis++) axes[1][axis] = axes[1][axis] / length;
            one = axes[0], other = axes[1];
        }
    }
    double front = dot(point, axes[0]);
    if (!(front > COSINE_MIN * sqrt(dot(point, point)))) return 0;
    double u = dot(point, axes[1]) / front, v = dot(point, axes[2]) / front, before[2] = {0.0, 0.0};
    int whole = 0, crossings = 0;
    for (int32_t n = 0; n < polygon->count; n++) {
        const int32_t *from = polygon->points + 3 * (int64_t)n;
        if (from[0] == GAP) {
            whole = 0;
            continue;
        }
        take(from, at);
        front = dot(at, axes[0]);
        if (!(front > COSINE_MIN * sqrt(dot(at, at)))) return UNTOLD;
        double here[2] = {dot(at, axes[1]) / front, dot(at, axes[2]) / front};
        if (whole && (before[1] > v) != (here[1] > v) &&
            before[0] + (v - before[1]) * (here[0] - before[0]) / (here[1] - before[1]) > u)
            crossings++;
        before[0] = here[0], before[1] = here[1], whole = 1;
    }
    return crossings & 1;
}

static uint64_t apart(int64_t one_start, int64_t one_end, int64_t other_start, int64_t other_end) {
    if (other_start > one_end) return (uint64_t)other_start - (uint64_t)one_end;
    if (one_start > other_end) return (uint64_t)one_start - (uint64_t)other_end;
    return 0;
}

static int within(uint64_t gap, int64_t limit) { return limit >= 0 && gap <= (uint64_t)limit; }

/* limits: metre-hundredths, centimetres and milliseconds of a conflict (-1: nothing agreed), tenths of these of what is near, agreed. */
static int judge(const Record *ours, const Pieces *mine, const Record *theirs, Pieces *yours, const int64_t *limits) {
    const int64_t *hard = limits, *soft = limits + 3;
    uint64_t time = apart(ours->start, ours->end, theirs->start, theirs->end), vertical = 0;
    for (int frame = 0; frame < 3; frame++) {
        uint64_t gap = apart(ours->heights[frame], ours->heights[frame + 3], theirs->heights[frame], theirs->heights[frame + 3]);
        if (gap > vertical) vertical = gap;
    }
    if (soft[1] < 0 || soft[2] < 0 || !within(vertical, soft[1] / 10) || !within(time, soft[2] / 10)) return CLEAR;
    double reach = ours->reach + theirs->reach, inner = -1.0;
    if (within(vertical, hard[1]) && within(time, hard[2])) inner = reach + (double)hard[0] / 100.0;
    double outer = reach + (double)soft[0] / 1000.0;
    if (!(outer >= inner)) outer = inner;
    double surely, perhaps, surely_soft, perhaps_soft;
    bounds(inner, &surely, &perhaps);
    bounds(outer, &surely_soft, &perhaps_soft);
    if (!cut(theirs, yours)) return NO_MEMORY;
    double nearest = straight(mine, yours, surely, perhaps_soft);
    int found = UNTOLD;
    if (nearest <= surely)
        found = CONFLICT;
    else if (nearest > perhaps_soft)
        found = CLEAR;
    else if (nearest > perhaps && nearest <= surely_soft)
        found = NEAR;
    if (found > CONFLICT && mine->count && yours->count) {
        int inside = 0;
        if (ours->polygon) inside = holds(ours, yours->all[0].start);
        if (!inside && theirs->polygon) inside = holds(theirs, mine->all[0].start);
        if (inside == UNTOLD) return UNTOLD;
        if (inside) found = inner >= 0.0 ? CONFLICT : NEAR;
    }
    return found == NEAR && !limits[6] ? PROXIMITY : found;
}

/* -- what Python calls ---------------------------------------------------------------------------------------------------------- */

/* Volumes side by side: their records, where each begins, and its kind. */
typedef struct {
    const int32_t *words;
    int64_t size;
    const int64_t *begins;
    const int32_t *kinds;
    int64_t count;
} Volumes;

/* A packed tree over the boxes of `packed` volumes from `first`, its root's children first. */
typedef struct {
    const float *nodes;
    const int64_t *begins; /* of each level, in boxes; one more than levels */
    int64_t levels;
    const int32_t *order;
    int64_t first, packed;
} Tree;

typedef struct {
    int64_t *asked, *found, *start;
    int8_t *verdict;
    int64_t room, count;
} Hits;

EXPORT int64_t kernel_version(void) { return VERSION; }

/* Whether a product is rounded before it is added, and to 53 bits: 1 if so. */
EXPORT int64_t kernel_sound(double near_one) {
    volatile double here = near_one, square = here * here;
    double one = here, other = here, fused = one * other - square;
    volatile double huge = 9007199254740992.0, sum = huge + near_one;
    return fused == 0.0 && sum - huge != near_one;
}

static int limits_at(const Volumes *asked, int64_t one, const Volumes *stored, int64_t other, const int64_t *limits, int64_t ours,
                     int64_t theirs, const int64_t **found) {
    int64_t row = asked->kinds[one], column = stored->kinds[other];
    if (row < 0 || row >= ours || column < 0 || column >= theirs) return 0;
    *found = limits + 7 * (row * theirs + column);
    return 1;
}

/* Judge each of n stored volumes against one. limits: (1, kinds, 7). Returns n, WRONG or NO_MEMORY. */
EXPORT int64_t kernel_judge(const Volumes *asked, const Volumes *stored, const int64_t *limits, int64_t kinds, int8_t *verdicts) {
    Record mine, yours;
    Pieces ours = {0}, theirs = {0};
    int64_t done = WRONG;
    if (asked->count != 1 || !read_record(asked->words, asked->size, asked->begins[0], &mine)) return WRONG;
    if (!cut(&mine, &ours)) return NO_MEMORY;
    for (int64_t row = 0; row < stored->count; row++) {
        const int64_t *pair;
        if (!read_record(stored->words, stored->size, stored->begins[row], &yours)) goto end;
        if (!limits_at(asked, 0, stored, row, limits, 1, kinds, &pair)) goto end;
        int verdict = judge(&mine, &ours, &yours, &theirs, pair);
        if (verdict == NO_MEMORY) {
            done = NO_MEMORY;
            goto end;
        }
        verdicts[row] = (int8_t)verdict;
    }
    done = stored->count;
end:
    free(ours.all);
    free(theirs.all);
    return done;
}

static int meets(const float *box, const float *asked) {
    int beyond = 0;
    for (int side = 0; side < SIDES; side++) beyond |= !(box[side] <= asked[side]);
    return !beyond;
}

/* Have memory fetched that is read soon; nothing depends on it. */
static void fetch(const void *from, int64_t bytes) {
#if defined(__GNUC__) || defined(__clang__)
    for (int64_t at = 0; at < bytes; at += LINE) __builtin_prefetch((const char *)from + at);
#else
    (void)from, (void)bytes;
#endif
}

typedef struct {
    const Volumes *asked, *stored;
    const int64_t *limits;
    int64_t ours, theirs, one, above;
    Record mine;
    Pieces pieces, others;
    Hits *hits;
} Work;

static int64_t look(Work *work, int64_t row) {
    const int64_t *pair;
    Record yours;
    if (row < 0 || row >= work->stored->count) return WRONG;
    if (row <= work->above) return 0;
    if (!read_record(work->stored->words, work->stored->size, work->stored->begins[row], &yours)) return WRONG;
    if (!limits_at(work->asked, work->one, work->stored, row, work->limits, work->ours, work->theirs, &pair)) return WRONG;
    int verdict = judge(&work->mine, &work->pieces, &yours, &work->others, pair);
    if (verdict == NO_MEMORY) return NO_MEMORY;
    if (verdict == CLEAR) return 0;
    Hits *hits = work->hits;
    if (hits->count < hits->room) {
        hits->asked[hits->count] = work->one;
        hits->found[hits->count] = row;
        hits->start[hits->count] = yours.start;
        hits->verdict[hits->count] = (int8_t)verdict;
    }
    hits->count++;
    return 0;
}

/* Look at those of `count` leaves from `first` on, at most FAN, whose boxes meet the one asked. */
static int64_t leaves(Work *work, const Tree *tree, const float *boxes, const float *box, int64_t first, int64_t count) {
    const float *nodes = tree->nodes + (tree->begins[tree->levels - 1] + first) * SIDES;
    int64_t rows[FAN], said;
    int met = 0;
    for (int64_t leaf = 0; leaf < count && first + leaf < tree->packed; leaf++) {
        if (!meets(nodes + leaf * SIDES, box)) continue;
        int64_t row = tree->first + tree->order[first + leaf];
        if (row < 0 || row >= work->stored->count) return WRONG;
        if (!(boxes[row * SIDES] < INFINITY)) continue;
        int64_t at = work->stored->begins[row];
        if (at >= 0 && at <= work->stored->size - LINE) fetch(work->stored->words + at, LINE * (int64_t)sizeof(int32_t));
        rows[met++] = row;
    }
    for (int n = 0; n < met; n++)
        if ((said = look(work, rows[n])) < 0) return said;
    return 0;
}

static int64_t walk(Work *work, const Tree *tree, const float *boxes, const float *box) {
    int64_t node[LEVELS_MAX * FAN], said;
    int level[LEVELS_MAX * FAN], held = 0;
    int64_t last = tree->levels - 1;
    if (tree->levels < 1 || tree->levels > LEVELS_MAX) return WRONG;
    if (tree->packed <= 0) return 0;
    if (tree->begins[1] - tree->begins[0] > FAN) return WRONG;
    /* What is held meets the box; -1 stands for the whole tree. */
    node[held] = -1, level[held++] = -1;
    while (held) {
        int64_t first = node[--held] < 0 ? 0 : node[held] * FAN;
        int depth = level[held] + 1;
        int64_t wide = tree->begins[depth + 1] - tree->begins[depth];
        if (first >= wide) return WRONG;
        int64_t count = wide - first < FAN ? wide - first : FAN;
        if (depth == last) {
            if ((said = leaves(work, tree, boxes, box, first, count)) < 0) return said;
            continue;
        }
        const float *children = tree->nodes + (tree->begins[depth] + first) * SIDES;
        if (held + FAN > LEVELS_MAX * FAN) return WRONG;
        for (int64_t child = count; child-- > 0;) {
            if (!meets(children + child * SIDES, box)) continue;
            node[held] = first + child, level[held++] = depth;
            fetch(tree->nodes + (tree->begins[depth + 1] + (first + child) * FAN) * SIDES, FAN * SIDES * (int64_t)sizeof(float));
        }
    }
    return 0;
}

/* Find what is not clear of each of the asked volumes, whose boxes are grown already. limits: (ours, theirs, 7).
 * above: of each asked, only rows beyond this one are wanted. stored_boxes: of every stored volume, infinite where it was dropped.
 * loose: from here on no tree holds the volumes. Returns how many there are, of which as many as have room are written; WRONG or
 * NO_MEMORY. */
EXPORT int64_t kernel_search(const Volumes *asked, const float *boxes, const int64_t *above, const Volumes *stored,
                             const float *stored_boxes, const Tree *trees, int64_t many, int64_t loose, const int64_t *limits,
                             int64_t ours, int64_t theirs, Hits *hits) {
    Work work = {.asked = asked, .stored = stored, .limits = limits, .ours = ours, .theirs = theirs, .hits = hits};
    int64_t said = 0;
    if (loose < 0) return WRONG;
    hits->count = 0;
    for (work.one = 0; work.one < asked->count && said >= 0; work.one++) {
        const float *box = boxes + work.one * SIDES;
        work.above = above[work.one];
        if (!read_record(asked->words, asked->size, asked->begins[work.one], &work.mine))
            said = WRONG;
        else if (!cut(&work.mine, &work.pieces))
            said = NO_MEMORY;
        for (int64_t n = 0; n < many && said >= 0; n++) said = walk(&work, trees + n, stored_boxes, box);
        for (int64_t row = loose; row < stored->count && said >= 0; row++)
            if (meets(stored_boxes + row * SIDES, box)) said = look(&work, row);
    }
    free(work.pieces.all);
    free(work.others.all);
    return said < 0 ? said : hits->count;
}
