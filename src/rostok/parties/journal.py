from rostok.kernel.journal import kind

NAMED = kind("parties.named", "С {on} субъект «{party}» — это {unit}.{ground}")
RELEASED = kind("parties.released", "Последний день, когда субъектом «{party}» было {unit}: {on}.")
