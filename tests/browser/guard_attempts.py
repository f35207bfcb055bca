"""What ordinary code does to write `spy` past a guard: each by name, as the body of an async function."""

ATTEMPTS = {
    "cookie": "document.cookie = 'spy=1'",
    "cookie with attributes": "document.cookie = 'spy=1; Max-Age=9999; Path=/; Domain=shop.example; Secure'",
    "a far date as an old one": "document.cookie = 'spy=1; Expires=Fri, 01-Jan-60 00:00:00 GMT'",
    "an object as a cookie": "let n = 0; document.cookie = { toString: () => n++ ? 'spy=1' : 'basket=1' }",
    "the setter of Document": """Object.getOwnPropertyDescriptor(Document.prototype, 'cookie')
        .set.call(document, 'spy=1')""",
    "the legacy setter": "document.__lookupSetter__('cookie').call(document, 'spy=1')",
    "Reflect.set": "Reflect.set(document, 'cookie', 'spy=1')",
    "cookieStore": "await cookieStore.set('spy', '1')",
    "cookieStore with options": "await cookieStore.set({ name: 'spy', value: '1', expires: Date.now() + 9e6 })",
    "cookieStore with a moving name": """let n = 0;
        await cookieStore.set({ get name() { return n++ ? 'spy' : 'basket' }, value: '1' })""",
    "the method of CookieStore": "await CookieStore.prototype.set.call(cookieStore, 'spy', '1')",
    "setItem": "localStorage.setItem('spy', '1')",
    "setItem of Storage": "Storage.prototype.setItem.call(localStorage, 'spy', '1')",
    "setItem by Reflect": "Reflect.apply(Storage.prototype.setItem, sessionStorage, ['spy', '1'])",
    "a property": "localStorage.spy = '1'",
    "a property of sessionStorage": "sessionStorage['spy'] = '1'",
    "Object.assign": "Object.assign(localStorage, { spy: '1' })",
    "defineProperty": "Object.defineProperty(localStorage, 'spy', { value: '1' })",
    "Reflect.defineProperty": "Reflect.defineProperty(sessionStorage, 'spy', { value: '1', configurable: true })",
    "Reflect.set on a storage": "Reflect.set(localStorage, 'spy', '1')",
    "another receiver": "Reflect.set({}, 'spy', '1', localStorage)",
    "the getter of window": "Object.getOwnPropertyDescriptor(window, 'localStorage').get.call(window).spy = '1'",
    "the area of an event": """const told = new StorageEvent('storage', { storageArea: localStorage });
        told.storageArea.setItem('spy', '1')""",
    "a later script": """await new Promise((done) => setTimeout(() => {
        const script = document.createElement('script');
        script.textContent = "document.cookie = 'spy=1'; localStorage.spy = '1'; sessionStorage.setItem('spy', '1')";
        document.body.append(script); done(); }, 20))""",
    "an empty frame": """const frame = document.createElement('iframe'); document.body.append(frame);
        frame.contentDocument.cookie = 'spy=1'; frame.contentWindow.localStorage.spy = '1'""",
    "the setter of a frame": """const frame = document.body.appendChild(document.createElement('iframe'));
        const { Document, Storage } = frame.contentWindow;
        Object.getOwnPropertyDescriptor(Document.prototype, 'cookie').set.call(document, 'spy=1');
        Storage.prototype.setItem.call(localStorage, 'spy', '1')""",
    "a frame by its number": """document.body.insertAdjacentHTML('beforeend', '<iframe></iframe>');
        window[window.length - 1].document.cookie = 'spy=1'; window[window.length - 1].localStorage.spy = 1""",
    "a frame by its name": """document.body.innerHTML += '<iframe name=inner></iframe>';
        frames.inner.document.cookie = 'spy=1'""",
    "a frame within a frame": """const one = document.body.appendChild(document.createElement('iframe')).contentWindow;
        one.document.body.append(one.document.createElement('iframe'));
        one[0].document.cookie = 'spy=1'; one[0].sessionStorage.spy = '1'""",
    "a frame in a shadow": """const host = document.body.appendChild(document.createElement('div'));
        const frame = document.createElement('iframe'); host.attachShadow({ mode: 'closed' }).append(frame);
        frame.contentWindow.document.cookie = 'spy=1'""",
    "a frame with its own text": """const frame = document.createElement('iframe');
        frame.srcdoc = "<script>document.cookie = 'spy=1'; localStorage.spy = 1</" + "script>";
        document.body.append(frame); await new Promise((done) => (frame.onload = done))""",
    "a frame that has gone on": """const frame = document.body.appendChild(document.createElement('iframe'));
        frame.contentWindow; frame.src = '/plain';
        await new Promise((done) => (frame.onload = done)); frame.contentWindow.localStorage.spy = '1'""",
    "a window of its own": """const other = open('about:blank'); other.document.cookie = 'spy=1';
        other.localStorage.spy = '1'; other.close()""",
    "a deleted property": "delete Document.prototype.cookie; document.cookie = 'spy=1'",
}  # fmt: skip
