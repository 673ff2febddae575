import type { DialogName } from '../state/view.ts';

/** Which of the dialogs that an address can open is open. */
export const shownDialog = $state<{ name: DialogName | null }>({ name: null });
