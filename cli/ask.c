#include "cli/ask.h"

#include <ctype.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

/** Sizes that are believed, and what is taken when there is none. */
#define ROWS_MIN        8u
#define ROWS_DEFAULT    24u
#define COLUMNS_MIN     20u
#define COLUMNS_DEFAULT 80u
#define SIZE_MAX_SANE   1000u
/** An escape sequence arrives within this time. */
#define ESCAPE_MS 30

#define ESCAPE       0x1b
#define END_OF_INPUT 0x04 /* ^D */

struct cli_ask {
    struct termios before, raw;
    sigset_t unblocked; /* the signals as they were */
    int signals;        /* they are read here */
};

/* Signals that are waited for together with keys; and those of a crash. */
static const int asked_signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP };
static const int crashes[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };

#define COUNT(array) (sizeof array / sizeof *array)

/* All that the handler of a crash, and exit(), can reach: how the terminal was. */
static struct {
    volatile sig_atomic_t is_raw;
    struct termios before;
    struct sigaction old[COUNT(crashes)];
} terminal;

static void restore(void)
{
    if (!terminal.is_raw)
        return;
    terminal.is_raw = 0;
    tcsetattr(STDIN_FILENO, TCSANOW, &terminal.before);
}

/* Then whoever would have had the signal without us has it. */
static void on_crash(int number)
{
    restore();
    for (size_t i = 0; i < COUNT(crashes); i++)
        if (crashes[i] == number)
            sigaction(number, &terminal.old[i], NULL);
    raise(number);
}

static void catch_crashes(void)
{
    struct sigaction action = { .sa_handler = on_crash };

    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < COUNT(crashes); i++)
        sigaction(crashes[i], &action, &terminal.old[i]);
}

static void release_crashes(void)
{
    for (size_t i = 0; i < COUNT(crashes); i++)
        sigaction(crashes[i], &terminal.old[i], NULL);
}

static plx_status open_signals(struct cli_ask *ask, plx_error *err)
{
    sigset_t set;

    sigemptyset(&set);
    for (size_t i = 0; i < COUNT(asked_signals); i++)
        sigaddset(&set, asked_signals[i]);
    ask->signals = signalfd(-1, &set, SFD_CLOEXEC);
    if (ask->signals < 0)
        return plx_fail_errno(err, "signals");
    sigprocmask(SIG_BLOCK, &set, &ask->unblocked);
    return PLX_OK;
}

static void make_raw(struct cli_ask *ask)
{
    terminal.before = ask->before;
    terminal.is_raw = 1;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &ask->raw);
}

plx_status cli_ask_check(plx_error *err)
{
    if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
        return PLX_OK;
    return plx_fail(err, PLX_ERR_INVALID,
                    "articles are asked one by one at a terminal: --list gives them to other "
                    "programs");
}

plx_status cli_ask_open(struct cli_ask **out, plx_error *err)
{
    struct cli_ask *ask;
    plx_status rc = cli_ask_check(err);

    *out = NULL;
    if (rc != PLX_OK)
        return rc;
    ask = calloc(1, sizeof *ask);
    if (!ask)
        return plx_fail(err, PLX_ERR_NOMEM, "out of memory");
    rc = tcgetattr(STDIN_FILENO, &ask->before) ? plx_fail_errno(err, "terminal")
                                               : open_signals(ask, err);
    if (rc != PLX_OK) {
        free(ask);
        return rc;
    }
    ask->raw = ask->before;
    ask->raw.c_lflag &= (tcflag_t) ~(ICANON | ECHO);
    ask->raw.c_cc[VMIN] = 1;
    ask->raw.c_cc[VTIME] = 0;
    atexit(restore);
    catch_crashes();
    make_raw(ask);
    *out = ask;
    return PLX_OK;
}

void cli_ask_close(struct cli_ask *ask)
{
    if (!ask)
        return;
    restore();
    release_crashes();
    close(ask->signals);
    sigprocmask(SIG_SETMASK, &ask->unblocked, NULL);
    free(ask);
}

void cli_ask_forget(struct cli_ask *ask)
{
    (void)ask;
    tcflush(STDIN_FILENO, TCIFLUSH);
}

/* Is a byte there within some time? */
static bool is_waiting(int ms)
{
    struct pollfd fd = { .fd = STDIN_FILENO, .events = POLLIN };

    return poll(&fd, 1, ms) > 0 && fd.revents & POLLIN;
}

/* The rest of an arrow key, of a letter of several bytes, of what was pasted with it. */
static int pass_over(void)
{
    char rest[64];

    while (is_waiting(ESCAPE_MS) && read(STDIN_FILENO, rest, sizeof rest) > 0)
        ;
    return CLI_KEY_OTHER;
}

static int read_key(void)
{
    unsigned char c;
    ssize_t n = read(STDIN_FILENO, &c, 1);

    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return CLI_KEY_OTHER;
    if (n <= 0)
        return CLI_KEY_STOP;
    if (c == END_OF_INPUT)
        return 'q';
    if (c == ESCAPE || c >= 0x80)
        return pass_over();
    return tolower(c);
}

/* ^Z: the shell gets its terminal, and on `fg` we take it again. */
static int take_signal(struct cli_ask *ask)
{
    struct signalfd_siginfo info;

    if (read(ask->signals, &info, sizeof info) != (ssize_t)sizeof info)
        return CLI_KEY_OTHER;
    if (info.ssi_signo != SIGTSTP)
        return CLI_KEY_STOP;
    restore();
    raise(SIGSTOP);
    make_raw(ask);
    return CLI_KEY_AGAIN;
}

int cli_ask_key(struct cli_ask *ask)
{
    struct pollfd fd[] = { { .fd = STDIN_FILENO, .events = POLLIN },
                           { .fd = ask->signals, .events = POLLIN } };

    for (;;) {
        if (poll(fd, COUNT(fd), -1) < 0) {
            if (errno != EINTR)
                return CLI_KEY_STOP;
        } else if (fd[1].revents) {
            return take_signal(ask);
        } else if (fd[0].revents & POLLIN) {
            return read_key();
        } else if (fd[0].revents) {
            return CLI_KEY_STOP;
        }
    }
}

static unsigned sane(unsigned value, unsigned least, unsigned otherwise)
{
    return value >= least && value <= SIZE_MAX_SANE ? value : otherwise;
}

void cli_ask_size(const struct cli_ask *ask, unsigned *rows, unsigned *columns)
{
    struct winsize size = { 0 };

    (void)ask;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
        size = (struct winsize){ 0 };
    *rows = sane(size.ws_row, ROWS_MIN, ROWS_DEFAULT);
    *columns = sane(size.ws_col, COLUMNS_MIN, COLUMNS_DEFAULT);
}
