/** Questions that stand before the page. */
import { h, patch } from './dom.js';
import { field, trouble } from './part.js';

/** Opens a modal dialog; it leaves the page when it is closed, and focus goes back to where it was. */
function open(title, ...children) {
  const heading = h('h2', { id: 'dialog-title' }, title);
  const dialog = h('dialog', { 'aria-labelledby': 'dialog-title' }, heading, children);
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Asks for a bearer token. @returns the token, or null if there is none */
export function askToken(why) {
  return new Promise((resolve) => {
    const input = h('input', { type: 'password', required: true, autocomplete: 'off', spellcheck: 'false', 'aria-describedby': 'token-why' });
    const form = h('form', { submit: (event) => {
      event.preventDefault();
      dialog.close(input.value.trim());
    } },
      h('p', { id: 'token-why' }, `The control plane answers: ${why}.`),
      field('Bearer token', input, 'A ServiceAccount’s (kubectl create token …) or one of the token file. Kept for this tab alone, until it is closed.'),
      h('div', { class: 'actions' },
        h('button', { type: 'submit', class: 'strong' }, 'Go on'),
        h('button', { type: 'button', click: () => dialog.close('') }, 'Not now')));
    const dialog = open('Who asks?', form);
    dialog.addEventListener('close', () => resolve(dialog.returnValue || null), { once: true });
    input.focus();
  });
}

/**
 * Asks before something is done that others notice. It is done only when `word` was typed; not, when another view is gone to.
 *
 * @param question `{title, about: nodes, word, wordLabel, verb, client, act: async ({who, why})}`; a token of the client's says who
 * @returns whether it was done
 */
export function guard({ title, about, word, wordLabel, verb, client, act }) {
  return new Promise((resolve) => {
    const named = client.token !== '';
    const who = h('input', { required: !named, maxlength: 200, autocomplete: 'username' });
    const why = h('input', { required: true, maxlength: 1000 });
    const typed = h('input', { required: true, autocomplete: 'off', spellcheck: 'false', input: () => show() });
    const button = h('button', { type: 'submit', class: 'danger', disabled: true }, verb);
    const said = h('div', { 'aria-live': 'polite' });
    let done = false;
    const show = () => {
      button.disabled = typed.value.trim() !== word;
    };
    const submit = async (event) => {
      event.preventDefault();
      button.disabled = true;
      patch(said);
      try {
        await act({ ...(named ? {} : { who: who.value.trim() }), why: why.value.trim() });
        done = true;
        dialog.close();
      } catch (fault) {
        patch(said, trouble(fault), named && fault.status === 403 ? other(client, fault, said) : null);
        show();
      }
    };
    const form = h('form', { submit },
      about,
      named ? null : field('Who decides', who, 'Kept with the decision.'),
      field('Why', why, 'Kept with the decision, for whoever looks for the reason.'),
      field(wordLabel, typed),
      said,
      h('div', { class: 'actions' }, button, h('button', { type: 'button', click: () => dialog.close() }, 'Cancel')));
    const dialog = open(title, form);
    const leave = () => dialog.close();
    window.addEventListener('hashchange', leave);
    dialog.addEventListener('close', () => {
      window.removeEventListener('hashchange', leave);
      resolve(done);
    }, { once: true });
    (named ? why : who).focus();
  });
}

/** Reading and writing are apart: who may look may hold another token for this. */
function other(client, fault, said) {
  return h('button', { type: 'button', click: async () => (await client.another(fault.message)) && patch(said) }, 'Use another token…');
}
