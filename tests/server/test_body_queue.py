"""Slow senders take some threads and never all of them."""

import threading

from speculoos.web.body_queue import AT_ONCE, THREADS, WAITING, BodyQueue

POST = {"CONTENT_LENGTH": "10", "REQUEST_METHOD": "POST"}
GET = {"CONTENT_LENGTH": "", "REQUEST_METHOD": "GET"}


def ask(queue, environ):
    started = []
    queue(environ, lambda status, _headers: started.append(status))
    return started[0]


def answering(environ, start_response):
    start_response("200 OK", [])
    return []


def test_reading_pages_always_find_a_thread():
    assert AT_ONCE + WAITING < THREADS


def test_what_is_too_much_is_told_to_come_back_and_reading_goes_on():
    reading, done = threading.Event(), threading.Event()

    def slow(environ, start_response):
        if environ is not GET:
            reading.set()
            done.wait(10)
        return answering(environ, start_response)

    queue = BodyQueue(slow, at_once=1, waiting=0, seconds=0.05)
    holder = threading.Thread(target=ask, args=(queue, POST))
    holder.start()
    reading.wait(10)

    assert ask(queue, dict(POST)) == "503 Service Unavailable"
    assert ask(queue, GET) == "200 OK"

    done.set()
    holder.join()
    assert ask(queue, dict(POST)) == "200 OK"


def test_one_in_the_line_is_served_when_its_turn_comes():
    first, release = threading.Event(), threading.Event()

    def slow(environ, start_response):
        if not first.is_set():
            first.set()
            release.wait(10)
        return answering(environ, start_response)

    queue = BodyQueue(slow, at_once=1, waiting=1, seconds=10)
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(ask(queue, dict(POST)))) for _ in range(2)]
    threads[0].start()
    first.wait(10)
    threads[1].start()
    release.set()
    for thread in threads:
        thread.join()

    assert answers == ["200 OK", "200 OK"]


def test_a_fault_gives_its_place_back():
    def broken(environ, start_response):
        raise RuntimeError

    queue = BodyQueue(broken, at_once=1, waiting=0, seconds=0.05)
    for _ in range(3):
        try:
            queue(POST, lambda *_: None)
        except RuntimeError:
            continue
    queue.app = answering

    assert ask(queue, dict(POST)) == "200 OK"
