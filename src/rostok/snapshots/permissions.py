from rostok.kernel.access import permission

VIEW = permission("snapshots.view", "Видеть срезы показателей")
MAKE = permission("snapshots.make", "Делать срезы показателей")
APPROVE = permission("snapshots.approve", "Утверждать срезы показателей")
VIEW_MEMBERS = permission("snapshots.view_members", "Видеть, кто стоит за числом в срезе")
