#include "daemon/limits.h"

#define FILL(field, value)                                                                         \
    if (l->field == 0)                                                                             \
    l->field = (value)

void plx_daemon_limits_fill(plx_daemon_limits *l)
{
    FILL(connections, 16384);
    FILL(idle_s, 15);
    FILL(receive_s, 60);
    FILL(connection_bytes, 64u << 10);
    FILL(address_bytes, 24u << 10);
    FILL(header_bytes, 16u << 10);
    FILL(body_bytes, 8u << 20);
    FILL(bodies_bytes, 64u << 20);
    FILL(answers_bytes, 256u << 20);
    FILL(articles, 1000);
    FILL(search_ms, 5000);
    FILL(waiting, 256);
    FILL(waiting_ms, 5000);
    FILL(writing, 64);
    FILL(write_wait_s, 60);
    FILL(drain_s, 10);
    FILL(cache_bytes, 32u << 20);
}
