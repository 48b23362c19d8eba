/* A minimal gate for Gatehouse (docs/gate-protocol.md) with libmosquitto: apt-get install libmosquitto-dev
 *
 *   cc -o minimal_gate minimal_gate.c -lmosquitto -lm
 *   minimal_gate --host H --port P --ca CA --cert CERT --key KEY --gate ID --community C --state FILE
 *
 * Each line on stdin is a person: skin and air in degrees Celsius, as in "35.62 21.4"; "-" is no reading. It takes no
 * codes, one reading a person, and never doubts its sensor (C-14.9): all else that the protocol asks for is here. Its
 * JSON reader finds fields by name and checks bounds; firmware for people's doors should have a real parser. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <libgen.h>
#include <math.h>
#include <mosquitto.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { PASSES = 40000, WINDOW = 30, NONE = -100000, LATE_S = 300, KEEP_ALIVE_S = 60, UTC_OFFSET_S = 8 * 3600 };

/* Where a pass is. On flash, ON_THE_WAY and FRESH are BACKLOG: after a power cut they wait for a connection (5, 6). */
enum place { FREE, BACKLOG, FRESH, ON_THE_WAY, RING };
struct pass { enum place place; char epoch[17]; long seq; double at; bool urgent, was_backlog; int mid; char text[400]; };

static struct {
  char epoch[17], day[11];
  long seq;
  int window[WINDOW], readings, last_day; /* hundredths of a degree */
  struct { int version, linger_s, per_message, heartbeat_s, limit, red; bool code_needed; double per_s, jitter_s; } config;
} memory = {.last_day = NONE, .config = {0, 120, 25, 600, 80, 180, false, 0.2, 250}}; /* C-9.1 */

static struct pass passes[PASSES];
static int used; /* of passes; those that are FREE are given again */
static const char *host, *ca, *cert, *key, *gate, *community, *state_file;
static int port = 8883, failures;
static bool connected, due, has_socket;
static double next_try, drain_at, beat_at;
static char nonce[33];
static struct mosquitto *client;

static double now(void) { struct timeval t; gettimeofday(&t, NULL); return t.tv_sec + t.tv_usec / 1e6; }

static void random_hex(char *text, int characters) {
  unsigned char bytes[16];
  int random = open("/dev/urandom", O_RDONLY);
  if (random < 0 || read(random, bytes, sizeof bytes) != sizeof bytes) exit(1);
  close(random);
  for (int i = 0; i < characters / 2; i++) sprintf(text + 2 * i, "%02x", bytes[i]);
}

static const char *iso(double t, char text[25]) { /* C-4.3 */
  time_t s = (time_t)t;
  struct tm utc;
  gmtime_r(&s, &utc);
  size_t end = strftime(text, 25, "%Y-%m-%dT%H:%M:%S", &utc);
  snprintf(text + end, 25 - end, ".%03dZ", (int)((t - s) * 1000));
  return text;
}

/* ---- Flash: one file that is replaced whole (C-5.4, C-5.5) ---- */
static void save(void) {
  char next[4096], folder[4096];
  snprintf(next, sizeof next, "%s.new", state_file);
  FILE *file = fopen(next, "w");
  if (!file || fwrite(&memory, sizeof memory, 1, file) != 1) { perror(next); exit(1); }
  for (int i = 0; i < used; i++)
    if (passes[i].place != FREE && fwrite(&passes[i], sizeof passes[i], 1, file) != 1) { perror(next); exit(1); }
  if (fflush(file) || fsync(fileno(file)) || fclose(file) || rename(next, state_file)) { perror(next); exit(1); }
  snprintf(folder, sizeof folder, "%s", state_file);
  int directory = open(dirname(folder), O_RDONLY);
  if (directory < 0 || fsync(directory)) { perror(folder); exit(1); }
  close(directory);
}

static void load(void) {
  FILE *file = fopen(state_file, "r");
  if (!file) { random_hex(memory.epoch, 16); save(); return; } /* C-5.1 */
  if (fread(&memory, sizeof memory, 1, file) != 1) { fprintf(stderr, "%s is damaged\n", state_file); exit(1); }
  while (used < PASSES && fread(&passes[used], sizeof passes[used], 1, file) == 1) {
    if (passes[used].place != RING) passes[used].place = BACKLOG;
    used++;
  }
  fclose(file);
}

static int count(enum place place) { int n = 0; for (int i = 0; i < used; i++) n += passes[i].place == place; return n; }
static int outbox(void) { return count(BACKLOG) + count(FRESH) + count(ON_THE_WAY); }

/* ---- Saying something ---- */
static int publish(const char *channel, const char *text) {
  char topic[256];
  const char *rule = !strcmp(channel, "passes") ? "$aws/rules/gatehouse_passes/" : !strcmp(channel, "status") ? "$aws/rules/gatehouse_status/" : "";
  int mid = -1;
  snprintf(topic, sizeof topic, "%sgatehouse/v1/gates/%s/%s/%s", rule, community, gate, channel);
  mosquitto_publish(client, &mid, topic, (int)strlen(text), text, 1, false); /* C-3.1, C-3.3 */
  return mid;
}

static void say(const char *channel, const char *format, ...) {
  char text[1024];
  va_list list;
  va_start(list, format);
  vsnprintf(text, sizeof text, format, list);
  va_end(list);
  publish(channel, text);
}

static void offer_nonce(void) { /* C-11.1 */
  char at[25];
  random_hex(nonce, 32);
  say("replies", "{\"nonce\":\"%s\",\"at\":\"%s\"}", nonce, iso(now(), at));
}

static void heartbeat(void) { /* C-12.1 */
  char at[25], from[40] = "";
  long lowest = 0;
  for (int i = 0; i < used; i++)
    if (passes[i].place != FREE && passes[i].place != RING && !strcmp(passes[i].epoch, memory.epoch) && (!lowest || passes[i].seq < lowest)) lowest = passes[i].seq;
  if (lowest) snprintf(from, sizeof from, "\"outboxFromSeq\":%ld,", lowest);
  say("status", "{\"kind\":\"heartbeat\",\"sentAt\":\"%s\",\"epoch\":\"%s\",\"lastSeq\":%ld,%s\"firmware\":\"minimal-c-1\",\"configVersion\":%d,\"listsAgeS\":null,"
      "\"health\":{\"sensor\":\"ok\",\"scanner\":\"ok\",\"barrier\":\"ok\",\"outboxPasses\":%d,\"sentPasses\":%d}}",
      iso(now(), at), memory.epoch, memory.seq, from, memory.config.version, outbox(), count(RING));
  beat_at = now() + memory.config.heartbeat_s;
}

/* ---- People (14, 16) ---- */
static int ascending(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

static int median(void) { /* C-14.3 */
  int sorted[WINDOW], n = memory.readings;
  memcpy(sorted, memory.window, sizeof sorted);
  qsort(sorted, n, sizeof sorted[0], ascending);
  return (sorted[(n - 1) / 2] + sorted[n / 2] + 1) / 2;
}

static int hundredths(const char *text, double low, double high) { /* C-4.4, C-4.5 */
  char *end;
  double value = strtod(text, &end);
  return end == text || !(value >= low && value <= high) ? NONE : (int)floor(value * 100 + 0.5);
}

static const char *celsius(int value, char text[16]) {
  if (value == NONE) return "null";
  snprintf(text, 16, "%.2f", value / 100.0);
  return text;
}

static const char *judge(int skin, int baseline) { /* @return the reason; all but "ok" are a recheck */
  if (skin == NONE) return "no-reading";
  if (baseline == NONE) return "learning";
  if (skin - baseline >= memory.config.limit) return skin - baseline >= memory.config.red ? "far-too-warm" : "too-warm";
  return memory.config.code_needed ? "no-code" : "ok";
}

static struct pass *free_place(void) {
  for (int i = 0; i < used; i++) if (passes[i].place == FREE) return &passes[i];
  return used < PASSES ? &passes[used++] : NULL;
}

static void person(const char *skin_text, const char *ambient_text) {
  struct pass *pass = outbox() < PASSES / 2 ? free_place() : NULL;
  if (!pass) { puts("no room: the barrier stays shut"); return; } /* C-6.5 */
  double at = now();
  time_t local = (time_t)at + UTC_OFFSET_S;
  struct tm day_tm;
  char day[11], at_text[25], skin_c[16], ambient_c[16], baseline_c[16];
  strftime(day, sizeof day, "%Y-%m-%d", gmtime_r(&local, &day_tm));
  if (strcmp(day, memory.day) > 0) { /* C-14.1 */
    if (memory.readings >= 5) memory.last_day = median();
    memcpy(memory.day, day, sizeof day);
    memory.readings = 0;
  }
  int skin = hundredths(skin_text, 20, 45), baseline = memory.readings >= 5 ? median() : memory.last_day; /* C-14.2 */
  const char *reason = judge(skin, baseline);
  if (skin != NONE) { /* C-14.5: compared first, added then */
    if (memory.readings == WINDOW) memmove(memory.window, memory.window + 1, --memory.readings * sizeof memory.window[0]);
    memory.window[memory.readings++] = skin;
  }
  *pass = (struct pass){.place = FRESH, .seq = ++memory.seq, .at = at, .urgent = strcmp(reason, "ok") != 0};
  memcpy(pass->epoch, memory.epoch, sizeof pass->epoch);
  snprintf(pass->text, sizeof pass->text,
      "{\"epoch\":\"%s\",\"seq\":%ld,\"at\":\"%s\",\"direction\":\"in\",\"site\":\"face\",\"skinC\":%s,\"ambientC\":%s,\"baselineC\":%s,"
      "\"code\":null,\"verdict\":\"%s\",\"reason\":\"%s\",\"configVersion\":%d,\"listsAgeS\":null}",
      pass->epoch, pass->seq, iso(at, at_text), celsius(skin, skin_c), celsius(hundredths(ambient_text, -50, 70), ambient_c),
      celsius(baseline, baseline_c), pass->urgent ? "recheck" : "admit", reason, memory.config.version);
  save(); /* before anybody sees it */
  due |= pass->urgent; /* C-7.2 */
  printf("%s (%s)\n", pass->urgent ? "recheck" : "admit", reason);
}

/* ---- Sending (6, 7, 8) ---- */
static int messages_on_the_way(bool backlog) {
  int mids[8], n = 0;
  for (int i = 0; i < used; i++) {
    if (passes[i].place != ON_THE_WAY || passes[i].was_backlog != backlog) continue;
    int known = 0;
    while (known < n && mids[known] != passes[i].mid) known++;
    if (known == n && n < 8) mids[n++] = passes[i].mid;
  }
  return n;
}

static int send_some(enum place from) { /* the oldest first: a place that is given again may stand before an older one */
  static char text[32 + 25 * 401];
  struct pass *some[25];
  int n = 0;
  char at[25];
  while (n < memory.config.per_message) {
    struct pass *oldest = NULL;
    for (int i = 0; i < used; i++)
      if (passes[i].place == from && (!oldest || passes[i].at < oldest->at || (passes[i].at == oldest->at && passes[i].seq < oldest->seq))) oldest = &passes[i];
    if (!oldest) break;
    oldest->place = ON_THE_WAY;
    oldest->was_backlog = from == BACKLOG;
    some[n++] = oldest;
  }
  int end = sprintf(text, "{\"sentAt\":\"%s\",\"passes\":[", iso(now(), at));
  for (int i = 0; i < n; i++) end += sprintf(text + end, "%s%s", i ? "," : "", some[i]->text); /* C-5.6 */
  strcpy(text + end, "]}");
  int mid = publish("passes", text);
  for (int i = 0; i < n; i++) some[i]->mid = mid;
  return n;
}

static void send_due(void) {
  double oldest = 0;
  for (int i = 0; i < used; i++) if (passes[i].place == FRESH && (!oldest || passes[i].at < oldest)) oldest = passes[i].at;
  double waited = now() - oldest;
  if (oldest && (waited >= memory.config.linger_s || waited < 0 || count(FRESH) >= memory.config.per_message)) due = true; /* C-7.1, C-7.3 */
  if (oldest && due && messages_on_the_way(false) < 2) { /* C-6.6 */
    send_some(FRESH);
    due = count(FRESH) > 0;
  }
  if (now() >= drain_at && count(BACKLOG) > 0 && messages_on_the_way(true) == 0) /* C-8.5 */
    drain_at = now() + send_some(BACKLOG) / memory.config.per_s;
}

static void on_publish(struct mosquitto *m, void *data, int mid) { /* PUBACK: C-6.2 */
  (void)m, (void)data;
  bool any = false;
  for (int i = 0; i < used; i++)
    if (passes[i].place == ON_THE_WAY && passes[i].mid == mid) passes[i].place = RING, any = true;
  if (any) failures = 0, save();
}

/* ---- What the cloud says ---- */
/* @return what follows `"name":`, or NULL. */
static const char *field(const char *json, const char *name) {
  char wanted[40];
  snprintf(wanted, sizeof wanted, "\"%s\"", name);
  const char *at = json ? strstr(json, wanted) : NULL;
  if (!at) return NULL;
  at += strlen(wanted) + strspn(at + strlen(wanted), " :");
  return at;
}
static double number(const char *json, const char *name, double otherwise) { const char *at = field(json, name); return at ? strtod(at, NULL) : otherwise; }
static void string(const char *json, const char *name, char *text, size_t size) {
  const char *at = field(json, name);
  text[0] = 0;
  if (at && *at == '"') snprintf(text, size, "%.*s", (int)strcspn(at + 1, "\""), at + 1);
}

static void configure(const char *json) { /* 9 */
  double linger = number(json, "lingerS", -1), per_message = number(json, "passesPerMessage", 0), heartbeat_s = number(json, "heartbeatS", 0);
  double limit = number(field(json, "limitC"), "face", 0), red = number(field(json, "redLimitC"), "face", 1.8);
  double per_s = number(field(json, "drain"), "passesPerS", 0.2), jitter_s = number(field(json, "drain"), "jitterS", 250);
  bool is_right = linger >= 0 && linger <= 600 && per_message >= 1 && per_message <= 25 && heartbeat_s >= 60 && heartbeat_s <= 3600 && limit >= 0.1 &&
      limit <= 5 && red >= 0.1 && red <= 5 && per_s >= 0.05 && per_s <= 100 && jitter_s >= 0 && jitter_s <= 3600;
  int version = (int)number(json, "version", -1);
  const char *needed = field(field(json, "codes"), "needed");
  if (!is_right || version <= memory.config.version) return; /* C-9.3, C-9.4 */
  memory.config.version = version, memory.config.linger_s = (int)linger, memory.config.per_message = (int)per_message;
  memory.config.heartbeat_s = (int)heartbeat_s, memory.config.limit = (int)lround(limit * 100), memory.config.red = (int)lround(red * 100);
  memory.config.code_needed = needed && !strncmp(needed, "true", 4), memory.config.per_s = per_s, memory.config.jitter_s = jitter_s;
  drain_at = fmin(drain_at, now() + jitter_s);
  save();
}

static int move(enum place from, enum place to, const char *epoch, double first, double last) {
  int n = 0;
  for (int i = 0; i < used; i++)
    if (passes[i].place == from && !strcmp(passes[i].epoch, epoch) && passes[i].seq >= first && passes[i].seq <= last) passes[i].place = to, n++;
  if (n) save();
  return n;
}

static void answer(const char *id, const char *state, int sent) {
  char at[25];
  say("replies", "{\"commandId\":\"%s\",\"at\":\"%s\",\"state\":\"%s\",\"detail\":\"%d passes are sent again\"}", id, iso(now(), at), state, sent);
}

static void obey(const char *json) { /* 11 */
  char id[64], named[65], deadline[25], kind[16], epoch[17], at[25];
  string(json, "commandId", id, sizeof id), string(json, "nonce", named, sizeof named), string(json, "deadline", deadline, sizeof deadline);
  string(json, "kind", kind, sizeof kind), string(json, "epoch", epoch, sizeof epoch);
  if (!*nonce || strcmp(named, nonce)) { answer(id, "refused", 0); return; }
  answer(id, "received", 0);
  if (strcmp(iso(now(), at), deadline) > 0) answer(id, "too-late", 0);
  else if (!strcmp(kind, "open")) puts("barrier opens"), answer(id, "done", 0);
  else {
    int n = move(RING, BACKLOG, epoch, number(json, "fromSeq", 0), number(json, "toSeq", -1));
    answer(id, n ? "done" : "failed", n);
  }
  offer_nonce();
}

static void on_message(struct mosquitto *m, void *data, const struct mosquitto_message *message) {
  (void)m, (void)data;
  char json[8192], epoch[17];
  if (message->payloadlen <= 0 || message->payloadlen >= (int)sizeof json) return;
  memcpy(json, message->payload, message->payloadlen);
  json[message->payloadlen] = 0;
  const char *channel = strrchr(message->topic, '/') + 1;
  if (!strcmp(channel, "config")) configure(json);
  else if (!strcmp(channel, "commands")) obey(json);
  else string(json, "epoch", epoch, sizeof epoch), move(RING, FREE, epoch, 1, number(json, "storedThrough", 0)); /* C-6.3 */
}

/* ---- Connection (2, 8, 12) ---- */
static void on_connect(struct mosquitto *m, void *data, int code) {
  (void)data;
  char topics[3][256], *list[3] = {topics[0], topics[1], topics[2]};
  const char *channels[] = {"config", "marks", "commands"};
  for (int i = 0; i < 3; i++) snprintf(topics[i], sizeof topics[i], "gatehouse/v1/gates/%s/%s/%s", community, gate, channels[i]);
  if (code == 0) mosquitto_subscribe_multiple(m, NULL, 3, list, 1, 0, NULL); /* C-2.8 */
}

static void on_subscribe(struct mosquitto *m, void *data, int mid, int n, const int *granted) {
  (void)m, (void)data, (void)mid, (void)n, (void)granted;
  connected = true, due = false;
  for (int i = 0; i < used; i++) {
    if (passes[i].place != BACKLOG && passes[i].place != FRESH) continue;
    bool first = passes[i].urgent && now() - passes[i].at <= LATE_S; /* C-8.4 */
    passes[i].place = first ? FRESH : BACKLOG;
    due |= first;
  }
  if (count(BACKLOG)) drain_at = fmax(drain_at, now() + drand48() * memory.config.jitter_s); /* C-8.2 */
  offer_nonce();
  heartbeat();
}

static void lost(void) {
  for (int i = 0; i < used; i++) if (passes[i].place == ON_THE_WAY) passes[i].place = BACKLOG;
  connected = has_socket = false, nonce[0] = 0;
  next_try = now() + drand48() * fmin(60, 0.5 * pow(2, failures++)); /* C-8.1 */
}

int main(int argc, char **argv) {
  for (int i = 1; i + 1 < argc; i += 2) {
    const char *value = argv[i + 1], *flag = argv[i] + strspn(argv[i], "-");
    if (!strcmp(flag, "host")) host = value; else if (!strcmp(flag, "port")) port = atoi(value); else if (!strcmp(flag, "ca")) ca = value;
    else if (!strcmp(flag, "cert")) cert = value; else if (!strcmp(flag, "key")) key = value; else if (!strcmp(flag, "gate")) gate = value;
    else if (!strcmp(flag, "community")) community = value; else if (!strcmp(flag, "state")) state_file = value;
  }
  if (!host || !ca || !cert || !key || !gate || !community || !state_file) { fputs("see the head of minimal_gate.c\n", stderr); return 2; }
  char topic[256], will[64];
  setvbuf(stdout, NULL, _IOLBF, 0);
  setvbuf(stdin, NULL, _IONBF, 0); /* poll() knows nothing of a buffer */
  load();
  srand48((long)(now() * 1e6) ^ getpid());
  mosquitto_lib_init();
  client = mosquitto_new(gate, false, NULL); /* C-2.4, C-2.5 */
  mosquitto_tls_set(client, ca, NULL, cert, key, NULL);
  snprintf(topic, sizeof topic, "$aws/rules/gatehouse_status/gatehouse/v1/gates/%s/%s/status", community, gate);
  snprintf(will, sizeof will, "{\"kind\":\"will\",\"epoch\":\"%s\"}", memory.epoch);
  mosquitto_will_set(client, topic, (int)strlen(will), will, 1, false); /* C-2.7 */
  mosquitto_connect_callback_set(client, on_connect);
  mosquitto_subscribe_callback_set(client, on_subscribe);
  mosquitto_publish_callback_set(client, on_publish);
  mosquitto_message_callback_set(client, on_message);
  for (bool stdin_open = true;;) {
    char line[128], skin[32], ambient[32];
    if (!has_socket && now() >= next_try && !(has_socket = mosquitto_connect(client, host, port, KEEP_ALIVE_S) == MOSQ_ERR_SUCCESS)) lost();
    if (!has_socket) usleep(50000);
    else if (mosquitto_loop(client, 50, 1) != MOSQ_ERR_SUCCESS) lost();
    struct pollfd input = {STDIN_FILENO, POLLIN, 0};
    if (stdin_open && poll(&input, 1, 0) > 0 && (stdin_open = fgets(line, sizeof line, stdin)) && sscanf(line, "%31s %31s", skin, ambient) == 2) person(skin, ambient);
    if (connected) send_due();
    if (connected && now() >= beat_at) heartbeat();
  }
}
