/**
 * Keeps the page for use without a network, and knows when a newer one waits. The newer one takes over once every tab of the page has been
 * closed: until then all of an open page, and a run in it, is of one version.
 */
export class NewVersion {
  isWaiting = $state(false);

  /** Asks the browser to keep the page. One that cannot, or will not, shows it from the network as before. */
  async keep(): Promise<void> {
    if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
    const registration = await navigator.serviceWorker.register('./sw.js').catch(() => null);
    if (!registration) return;
    const look = (): void => {
      // The first version that is ever kept replaces none.
      this.isWaiting = registration.waiting !== null && registration.active !== null;
    };
    look();
    registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look));
  }
}
