// Classic and in the head, so that a choice of colours is there before anything is painted.
(() => {
  const KEY = 'sluice.theme';
  const NEXT = { auto: 'light', light: 'dark', dark: 'auto' };
  const NAMES = { auto: '◐ Auto', light: '○ Light', dark: '● Dark' };
  const LABELS = { auto: 'Auto, as the system', light: 'Light', dark: 'Dark' };

  /** Storage may be forbidden; then a choice lasts as long as the page. */
  let chosen = 'auto';
  try {
    const kept = localStorage.getItem(KEY);
    chosen = kept in NEXT ? kept : 'auto';
  } catch (forbidden) {
    chosen = 'auto';
  }

  const show = () => {
    document.documentElement.dataset.theme = chosen;
    const button = document.getElementById('theme');
    if (button) {
      button.textContent = NAMES[chosen];
      button.setAttribute('aria-label', `Colours: ${LABELS[chosen]}`);
    }
  };

  show();
  document.addEventListener('DOMContentLoaded', () => {
    show();
    document.getElementById('theme').addEventListener('click', () => {
      chosen = NEXT[chosen];
      show();
      try {
        localStorage.setItem(KEY, chosen);
      } catch (forbidden) {
        // It lasts as long as the page.
      }
    });
  });
})();
