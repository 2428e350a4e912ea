//! Limits that instances count together, in Redis. While Redis does not answer, each counts for itself.

use std::sync::atomic::{AtomicI64, Ordering};

use async_trait::async_trait;
use redis::Cmd;
use services::ports::limits::{FIRST_WAIT_S, Limited, Limits, Manner, Quota, Rule};

use super::memory::MemoryLimits;
use crate::redis::RedisLink;
use crate::time::SystemClock;
use services::ports::clock::Clock;

/// How long Redis is left alone after it did not answer, so that not every request waits for it.
const LEFT_ALONE_MS: i64 = 1000;

/// `counting::spend` for Redis: one step there, by its clock, whoever asks. Answers the wait in microseconds, 0 for none, and
/// whether a refusal is the first. The state is a hash: `w` when everything has come back, or `n` tries of which one is
/// forgiven each time from `s` on, the last at `l` and the one before it at `b`, and `t` when a refusal was told of.
const SPEND: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local manner, number, period, first = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
if manner == 'steady' then
  local before = math.max(tonumber(redis.call('HGET', KEYS[1], 'w') or 0), now)
  local after = before + math.floor(period / number)
  if after > now + period then return { after - now - period, 0 } end
  redis.call('HSET', KEYS[1], 'w', string.format('%.0f', after))
  redis.call('PEXPIRE', KEYS[1], math.ceil((after - now) / 1000) + 1000)
  return { 0, 0 }
end
local kept = redis.call('HMGET', KEYS[1], 'n', 's', 'l', 't')
local count, since, last = tonumber(kept[1] or 0), tonumber(kept[2] or now), tonumber(kept[3] or 0)
local periods = math.floor(math.max(now - since, 0) / period)
count = math.max(count - periods, 0)
since = since + periods * period
if count == 0 then since = now end
local rested = math.max(now - last, 0)
local wait = 0
if count >= number then wait = math.min(first * 2 ^ math.min(count - number, 40), period) end
if rested < wait then
  redis.call('HSET', KEYS[1], 't', 1)
  return { math.ceil(wait - rested), kept[4] and 0 or 1 }
end
redis.call('HSET', KEYS[1], 'n', count + 1, 's', string.format('%.0f', since), 'l', string.format('%.0f', now), 'b', string.format('%.0f', last))
redis.call('HDEL', KEYS[1], 't')
redis.call('PEXPIRE', KEYS[1], math.ceil((count + 2) * period / 1000))
return { 0, 0 }
";

/// `counting::give_back` for Redis.
const GIVE_BACK: &str = r"
if ARGV[1] == 'steady' then
  local whole = redis.call('HGET', KEYS[1], 'w')
  if whole then redis.call('HSET', KEYS[1], 'w', string.format('%.0f', whole - math.floor(ARGV[3] / ARGV[2]))) end
elseif tonumber(redis.call('HGET', KEYS[1], 'n') or 0) > 0 then
  redis.call('HINCRBY', KEYS[1], 'n', -1)
  redis.call('HSET', KEYS[1], 'l', redis.call('HGET', KEYS[1], 'b') or 0)
end
return 0
";

/// Counts in Redis.
pub struct SharedLimits {
    link: RedisLink,
    alone: MemoryLimits,
    /// When Redis is asked again, in milliseconds since 1970.
    ask_again_at_ms: AtomicI64,
}

impl SharedLimits {
    /// Counts over this link, and by `alone` while it is broken.
    pub fn new(link: RedisLink, alone: MemoryLimits) -> Self {
        Self { link, alone, ask_again_at_ms: AtomicI64::new(0) }
    }

    fn key(&self, rule: Rule, key: &str) -> String {
        self.link.name(&format!("limit:{}:{key}", rule.word()))
    }

    fn script(&self, text: &str, rule: Rule, quota: Quota, key: &str) -> Cmd {
        let manner = match rule.manner() {
            Manner::Steady => "steady",
            Manner::Growing => "growing",
        };
        let mut command = redis::cmd("EVAL");
        command.arg(text).arg(1).arg(self.key(rule, key)).arg(manner).arg(quota.number);
        command.arg(u64::from(quota.period_s) * 1_000_000).arg(FIRST_WAIT_S * 1_000_000);
        command
    }

    /// What Redis answers; `None` when it does not.
    async fn ask<T: redis::FromRedisValue>(&self, command: &Cmd) -> Option<T> {
        let now_ms = SystemClock.now().as_millisecond();
        if now_ms < self.ask_again_at_ms.load(Ordering::Relaxed) {
            return None;
        }
        let answer = self.link.ask(command).await.ok();
        if answer.is_none() {
            self.ask_again_at_ms.store(SystemClock.now().as_millisecond() + LEFT_ALONE_MS, Ordering::Relaxed);
        }
        answer
    }
}

#[async_trait]
impl Limits for SharedLimits {
    async fn spend(&self, rule: Rule, key: &str) -> Result<(), Limited> {
        let Some(quota) = self.alone.quotas().of(rule) else { return Ok(()) };
        match self.ask::<(u64, u8)>(&self.script(SPEND, rule, quota, key)).await {
            Some((0, _)) => Ok(()),
            Some((wait_us, first)) => {
                Err(Limited { rule, quota, wait_s: wait_us.div_ceil(1_000_000).max(1), first: first == 1 })
            }
            None => self.alone.spend(rule, key).await,
        }
    }

    async fn give_back(&self, rule: Rule, key: &str) {
        let Some(quota) = self.alone.quotas().of(rule) else { return };
        if self.ask::<u8>(&self.script(GIVE_BACK, rule, quota, key)).await.is_none() {
            self.alone.give_back(rule, key).await;
        }
    }

    async fn forget(&self, rule: Rule, key: &str) {
        let mut command = redis::cmd("DEL");
        command.arg(self.key(rule, key));
        if self.ask::<u8>(&command).await.is_none() {
            self.alone.forget(rule, key).await;
        }
    }
}
