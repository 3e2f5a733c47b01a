/* base/clock.h - seconds of clocks that never go back */
#ifndef PLX_CLOCK_H
#define PLX_CLOCK_H

/** Seconds since some moment of the past (the machine's start, usually). Any thread. */
double plx_clock_seconds(void);

#endif
