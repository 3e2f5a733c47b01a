/* daemon/notify.h - what the daemon tells the service manager, as systemd's Type=notify has it
 *
 * Datagrams to the socket of $NOTIFY_SOCKET: nothing happens where there is none, and what cannot
 * be told is no reason to stop serving. Any thread. */
#ifndef PLX_DAEMON_NOTIFY_H
#define PLX_DAEMON_NOTIFY_H

#include "daemon/listen.h"

/** It serves, on these addresses: READY=1 and STATUS=. After the start, and after a reload. */
void plx_notify_ready(const plx_listeners *ls);
/** It reads its files again: RELOADING=1, until plx_notify_ready(). */
void plx_notify_reloading(void);
/** It takes no more connections: STOPPING=1. */
void plx_notify_stopping(void);

/**
 * Milliseconds after which plx_notify_alive() is called each time: half of WatchdogSec=. 0: nobody
 * watches.
 */
int plx_notify_watchdog_ms(void);
/** The main thread goes round: WATCHDOG=1. */
void plx_notify_alive(void);

#endif
