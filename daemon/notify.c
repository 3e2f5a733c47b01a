#include "daemon/notify.h"

#include <inttypes.h>
#include <limits.h>
#include <stdint.h>
#include <time.h>

#include <systemd/sd-daemon.h>

#include "base/strbuf.h"

/* The manager ends a service that was silent for all of the time: twice in it is often enough. */
#define PINGS 2

void plx_notify_ready(const plx_listeners *ls)
{
    plx_strbuf state = PLX_STRBUF_INIT;

    plx_strbuf_puts(&state, "READY=1\nSTATUS=serving on ");
    for (size_t i = 0; i < ls->count; i++) {
        plx_strbuf_puts(&state, i ? ", " : "");
        for (const char *p = ls->at[i].address; *p; p++) /* a path may hold a newline */
            plx_strbuf_putc(&state, (unsigned char)*p < ' ' ? '?' : *p);
    }
    sd_notify(0, state.failed ? "READY=1" : state.s);
    plx_strbuf_release(&state);
}

void plx_notify_reloading(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%" PRIu64 "\nSTATUS=reading its files again",
               (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000);
}

void plx_notify_stopping(void)
{
    sd_notify(0, "STOPPING=1\nSTATUS=answering what was asked, taking nothing new");
}

int plx_notify_watchdog_ms(void)
{
    uint64_t usec = 0;

    if (sd_watchdog_enabled(0, &usec) <= 0)
        return 0;
    usec /= PINGS * 1000;
    if (usec == 0)
        return 1;
    return usec > INT_MAX ? INT_MAX : (int)usec;
}

void plx_notify_alive(void)
{
    sd_notify(0, "WATCHDOG=1");
}
