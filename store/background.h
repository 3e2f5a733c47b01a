/* store/background.h - work beside the calling thread */
#ifndef PLX_STORE_BACKGROUND_H
#define PLX_STORE_BACKGROUND_H

#include <future>
#include <system_error>

namespace plx
{

/** Run fn() in a thread of its own; where none can be had, when its result is asked for. */
template <typename Fn> auto in_background(Fn fn) -> std::future<decltype(fn())>
{
    try {
        return std::async(std::launch::async, fn);
    } catch (const std::system_error &) {
        return std::async(std::launch::deferred, fn);
    }
}

} // namespace plx

#endif
