/// The scripts that change a queue. Redis executes no other command during a script, so no command sees only a part of
/// a change.
enum QueueScript {
    /// Assigns the complete key of each `QueueKey` to a local variable with the name of the case. Redis passes the keys
    /// in the order of the cases.
    private static let names = "local \(QueueKey.allCases.map(\.rawValue).joined(separator: ", ")) = unpack(KEYS)\n"

    private static let clock = """
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)

        """

    /// Deletes both fields of a bundle in `takers`.
    private static let forget = """
        local function forget(id)
            local token = redis.call('HGET', takers, id)
            if token then redis.call('HDEL', takers, id, token) end
        end

        """

    /// Arguments: the id and the text of each bundle. A bundle whose id is in the queue is not sent again.
    static let send =
        names + """
            for i = 1, #ARGV, 2 do
                if redis.call('HSETNX', bundles, ARGV[i], ARGV[i + 1]) == 1 then
                    redis.call('RPUSH', waiting, ARGV[i])
                end
            end
            return 0
            """

    /// Arguments: the milliseconds of a lease, the maximum number of tries, a reason, and a token. A bundle that was
    /// already taken as often as this maximum becomes a dead letter with this reason.
    ///
    /// Takes a bundle whose lease is over, or else the first bundle that waits. Returns its id, its number of tries, and
    /// its text. If there is no such bundle, returns the number of bundles that workers have taken. If a bundle was
    /// taken with the same token before, and no other worker has taken it since, the answer was lost. Then returns this
    /// bundle again, which does not count as a try.
    static let take =
        names + clock + forget + """
            local own = redis.call('HGET', takers, ARGV[4])
            if own and redis.call('ZSCORE', taken, own) then
                redis.call('ZADD', taken, now + ARGV[1], own)
                return {own, tonumber(redis.call('HGET', tries, own)), redis.call('HGET', bundles, own)}
            end
            while true do
                local id = redis.call('ZRANGEBYSCORE', taken, '-inf', now, 'LIMIT', 0, 1)[1]
                if not id then id = redis.call('LPOP', waiting) end
                if not id then return redis.call('ZCARD', taken) end
                local text = redis.call('HGET', bundles, id)
                local count = tonumber(redis.call('HGET', tries, id) or 0)
                forget(id)
                if text and count < tonumber(ARGV[2]) then
                    count = redis.call('HINCRBY', tries, id, 1)
                    redis.call('ZADD', taken, now + ARGV[1], id)
                    redis.call('HSET', takers, id, ARGV[4], ARGV[4], id)
                    return {id, count, text}
                end
                redis.call('ZREM', taken, id)
                if text then redis.call('HSET', dead, id, now .. ' ' .. ARGV[3]) end
            end
            """

    /// Arguments: the id, the number of tries, and the milliseconds of a lease. If the worker of this try still has the
    /// bundle, extends the lease and returns 1. Otherwise, returns 0.
    static let extend =
        names + clock + """
            if redis.call('HGET', tries, ARGV[1]) ~= ARGV[2] or not redis.call('ZSCORE', taken, ARGV[1]) then return 0 end
            redis.call('ZADD', taken, now + ARGV[3], ARGV[1])
            return 1
            """

    /// Argument: the id. The work is done, so the bundle is removed even if another worker has taken it in the
    /// meantime.
    static let finish =
        names + forget + """
            redis.call('ZREM', taken, ARGV[1])
            forget(ARGV[1])
            redis.call('LREM', waiting, 0, ARGV[1])
            for _, key in ipairs({bundles, tries, dead}) do redis.call('HDEL', key, ARGV[1]) end
            return 0
            """

    /// Arguments: the id, the number of tries, the maximum number of tries, and the reason. The reason is empty if the
    /// worker was stopped, or if its machine has no sources. In these two cases, the try does not count.
    static let giveBack =
        names + clock + forget + """
            local id = ARGV[1]
            if redis.call('HGET', tries, id) ~= ARGV[2] or redis.call('ZREM', taken, id) == 0 then return 0 end
            forget(id)
            if ARGV[4] == '' then
                redis.call('HINCRBY', tries, id, -1)
                redis.call('LPUSH', waiting, id)
            elseif tonumber(ARGV[2]) >= tonumber(ARGV[3]) then
                redis.call('HSET', dead, id, now .. ' ' .. ARGV[4])
            else
                redis.call('RPUSH', waiting, id)
            end
            return 1
            """

    /// Moves all dead letters back to the bundles that wait. Returns their number.
    static let retryDeadLetters =
        names + """
            local ids = redis.call('HKEYS', dead)
            for _, id in ipairs(ids) do
                redis.call('HDEL', dead, id)
                redis.call('HDEL', tries, id)
                redis.call('RPUSH', waiting, id)
            end
            return #ids
            """
}
