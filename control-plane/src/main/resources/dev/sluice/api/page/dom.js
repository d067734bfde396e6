/**
 * Makes elements, and brings what is shown to what it should be. Whatever is given as a child becomes a text node unless it is a
 * node: no text is ever read as markup.
 */

const SVG = 'http://www.w3.org/2000/svg';

/** An element. Attributes that are functions are listeners, null and false are left out, `style` is an object. */
export function h(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same of SVG. */
export function s(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

/** An element that is never changed from outside: whoever made it looks after it. */
export function held(element) {
  element.sluiceHeld = true;
  return element;
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      listen(element, name, value);
    } else if (name === 'style') {
      Object.entries(value).forEach(([property, text]) => element.style.setProperty(property, text));
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  element.append(...flat(children));
  return element;
}

/** One listener for each event, kept beside the element, so that patching can exchange it. */
function listen(element, event, listener) {
  element.sluiceOn ??= new Map();
  if (!element.sluiceOn.has(event)) {
    element.addEventListener(event, (happened) => element.sluiceOn.get(event)?.(happened));
  }
  element.sluiceOn.set(event, listener);
}

function flat(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false && child !== '')
    .map((child) => (child instanceof Node ? child : document.createTextNode(String(child))));
}

/**
 * Makes the children of `parent` as given, and keeps those that are of the same kind and `data-key`: focus, scrolling, what was
 * typed and what was opened stay.
 */
export function patch(parent, ...children) {
  const wanted = flat(children);
  dropOthers(parent, new Set(wanted.map(key)));
  let at = parent.firstChild;
  for (const next of wanted) {
    const found = match(at, next);
    if (found === null) {
      parent.insertBefore(next, at);
      continue;
    }
    if (found === at) {
      at = at.nextSibling;
    } else {
      parent.insertBefore(found, at);
    }
    if (found !== next) {
      update(found, next);
    }
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
}

/** First, because what stays is then seldom moved: an element that is moved loses the focus. */
function dropOthers(parent, keys) {
  for (const child of [...parent.childNodes]) {
    if (key(child) !== null && !keys.has(key(child))) {
      child.remove();
    }
  }
}

/** What stands for `next`, from `at` on; only what has a key is looked for further on. */
function match(at, next) {
  if (at === null || same(at, next)) {
    return at;
  }
  if (next.sluiceHeld || key(next) !== null) {
    for (let later = at.nextSibling; later; later = later.nextSibling) {
      if (same(later, next)) {
        return later;
      }
    }
  }
  return null;
}

function same(there, next) {
  if (there === next) {
    return true;
  }
  return !there.sluiceHeld && !next.sluiceHeld && there.nodeName === next.nodeName && key(there) === key(next);
}

function key(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node.getAttribute('data-key') : null;
}

function update(there, next) {
  if (there.nodeType === Node.TEXT_NODE) {
    if (there.data !== next.data) {
      there.data = next.data;
    }
    return;
  }
  attributes(there, next);
  for (const event of there.sluiceOn?.keys() ?? []) {
    there.sluiceOn.set(event, null);
  }
  for (const [event, listener] of next.sluiceOn ?? []) {
    listen(there, event, listener);
  }
  patch(there, ...next.childNodes);
}

/** What people change themselves is left: opened details, typed values. */
function attributes(there, next) {
  const own = there.nodeName === 'DETAILS' ? ['open'] : [];
  for (const { name } of [...there.attributes]) {
    if (!next.hasAttribute(name) && !own.includes(name)) {
      there.removeAttribute(name);
    }
  }
  for (const { name, value } of next.attributes) {
    if (there.getAttribute(name) === value || own.includes(name)) {
      continue;
    }
    if (name === 'style') {
      // As a property: as an attribute the Content-Security-Policy refuses it.
      there.style.cssText = value;
    } else {
      there.setAttribute(name, value);
    }
  }
}
