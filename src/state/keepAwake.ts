/**
 * Keeps the screen from being locked, which puts a page to sleep, until the returned function is called. A hidden page loses its hold and
 * asks again when it is seen. A device that refuses locks its screen as it would: the run goes on when it is woken.
 */
export function keepAwake(): () => void {
  let held: WakeLockSentinel | null = null;
  let isWanted = true;

  async function ask(): Promise<void> {
    if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
    const given = await navigator.wakeLock.request('screen').catch(() => null);
    if (isWanted) held = given;
    else await given?.release();
  }

  const askAgain = (): void => void ask();
  document.addEventListener('visibilitychange', askAgain);
  askAgain();
  return () => {
    isWanted = false;
    document.removeEventListener('visibilitychange', askAgain);
    void held?.release();
  };
}
